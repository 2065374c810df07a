"""The life of a process: from its first log line to its exit status, the same for all kinds."""

import faulthandler
import logging as standard_logging
import os
import signal
from collections.abc import Callable
from threading import Event
from typing import Any, NoReturn

import structlog
from pymongo import MongoClient

from kernel import health, logging, waiting
from kernel.settings import amqp_uri, setting

STOP_SECONDS = 8.0  # to finish what has begun; the supervisor kills after ten
Work = Callable[[Event], int]

logger = structlog.get_logger(__name__)


def live(name: str, work: Work) -> NoReturn:
    """Ends the process with the status that `work` answers, or with 1 after a defect.

    Nothing is repaired in a process that has failed: the supervisor starts another.
    """
    logging.configure(name)
    faulthandler.register(signal.SIGUSR2, all_threads=True)  # asked for when it hangs
    stop = stop_on_signal()
    try:
        if port := setting("HEALTH_PORT", ""):
            health.serve(int(port), setting("HEALTH_HOST", "127.0.0.1"))
        status = work(stop)
    except (Exception, SystemExit) as error:
        logger.critical("the process has failed", error=str(error), exc_info=True)
        status = 1
    standard_logging.shutdown()
    os._exit(status)  # daemon threads would hold a normal exit up


def stop_on_signal() -> Event:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def servers_are_there(client: MongoClient[Any], stop: Event) -> bool:
    """Waits for them, since we may be started first; False when told to stop before."""
    health.check("mongo", lambda: waiting.ping(client))
    return waiting.until_there("mongo", lambda: waiting.ping(client), stop) and waiting.until_there(
        "broker", lambda: waiting.knock(amqp_uri()), stop
    )
