"""Waits at the start for servers that may be started after us."""

from collections.abc import Callable
from random import uniform
from threading import Event
from typing import Any

import structlog
from amqp import AMQPError
from pymongo import MongoClient, timeout
from pymongo.errors import PyMongoError

from kernel import broker

AWAY = (PyMongoError, AMQPError, OSError)
SLOWEST = 2.0

logger = structlog.get_logger(__name__)


def until_there(what: str, attempt: Callable[[], Any], stop: Event) -> bool:
    """Try again until it succeeds; False when stopped before."""
    pause = 0.1
    while not stop.is_set():
        try:
            attempt()
        except AWAY as error:
            logger.warning("not there yet", what=what, error=repr(error))
            stop.wait(uniform(pause / 2, pause))
            pause = min(pause * 2, SLOWEST)
        else:
            return True
    return False


def ping(client: MongoClient[Any]) -> bool:
    """Raises PyMongoError when there is no primary to talk to."""
    with timeout(1.5):
        client.admin.command("ping")
    return True


def knock(amqp_uri: str) -> None:
    """Raises when the broker does not let us in."""
    broker.connect(amqp_uri).close()
