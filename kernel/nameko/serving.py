"""Runs a service or the gateway in this process, until told to stop or until it dies."""

import logging as standard_logging
import os
import signal
from argparse import Namespace
from importlib import import_module
from threading import Event
from time import monotonic
from typing import Any

import eventlet
import structlog

from kernel import health, logging, waiting
from kernel.nameko import process, stalls
from kernel.nameko.container import Container
from kernel.settings import amqp_uri, setting

STOP_SECONDS = 8.0
WORKERS = {"service": "32", "gateway": "128"}

logger = structlog.get_logger(__name__)


def serve(asked: Namespace) -> int:
    """The exit status: 0 after SIGTERM, 1 when the container has died."""
    name = asked.name or "gateway"
    logging.configure(name)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stalls.watch()
    if port := setting("HEALTH_PORT", ""):
        health.serve(int(port))
    if not wait_for_servers(stop):
        return 0
    status = run(container(asked, name), stop)
    standard_logging.shutdown()
    os._exit(status)  # nothing is left to do, and no daemon thread may delay it


def wait_for_servers(stop: Event) -> bool:
    client = process.mongo()
    health.check("mongo", lambda: waiting.ping(client))
    return waiting.until_there("mongo", lambda: waiting.ping(client), stop) and waiting.until_there(
        "broker", lambda: waiting.knock(amqp_uri()), stop
    )


def container(asked: Namespace, name: str) -> Container:
    home = "gateway.service" if asked.process == "gateway" else f"services.{name}.service"
    config = {
        "max_workers": int(setting("GUANXI_WORKERS", WORKERS[asked.process])),
        "WEB_SERVER_ADDRESS": f"{asked.host}:{asked.port}",
    }
    return Container(service_class(import_module(asked.module or home), name), config)


def service_class(module: Any, name: str) -> type:
    """The class of the module that is called so. Raises LookupError."""
    for found in vars(module).values():
        if isinstance(found, type) and getattr(found, "name", None) == name:
            return found
    raise LookupError(f"{module.__name__} has no service class with the name {name}")


def run(served: Container, stop: Event) -> int:
    served.start()
    health.started()
    logger.info("started")
    life = eventlet.spawn(served.wait)
    while not stop.wait(0.1):  # a signal does not wake the hub, a timer does
        if served.died:
            return report(life)
    return finish(served)


def report(life: Any) -> int:
    try:
        life.wait()
    except Exception:
        logger.critical("the container has died", exc_info=True)
    return 1


def finish(served: Container) -> int:
    """Stop taking work and finish what was taken, but not for ever."""
    health.stopping()
    began = monotonic()
    with eventlet.Timeout(STOP_SECONDS, False):
        served.stop()
    logger.info("stopped", seconds=round(monotonic() - began, 2))
    return 0
