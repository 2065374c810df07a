"""Runs a service or the gateway in this process, until told to stop or until it dies."""

from argparse import Namespace
from importlib import import_module
from threading import Event
from time import monotonic
from typing import Any

import eventlet
import structlog

from kernel import health, metrics
from kernel.lifetime import STOP_SECONDS, live, servers_are_there
from kernel.nameko import process, stalls
from kernel.nameko.container import Container
from kernel.settings import setting

WORKERS = {"service": "96", "gateway": "128"}

logger = structlog.get_logger(__name__)


def serve(asked: Namespace) -> int:
    """The exit status: 0 after SIGTERM, 1 when the container has died."""
    name = asked.name or "gateway"

    def work(stop: Event) -> int:
        stalls.watch()
        served = container(asked, name)
        return run(served, stop) if servers_are_there(process.mongo(), stop) else 0

    live(name, work)


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
    """Raises what the container has died of."""
    served.start()
    metrics.WORKERS.set_function(served.working)
    health.started()
    logger.info("started")
    while not stop.wait(0.1):  # a signal does not wake the hub, a timer does
        if served.died:
            served.wait()
            return 1
    return finish(served)


def finish(served: Container) -> int:
    """Stop taking work and finish what was taken, but not for ever."""
    health.stopping()
    began = monotonic()
    with eventlet.Timeout(STOP_SECONDS, False):
        served.stop()
    logger.info("stopped", seconds=round(monotonic() - began, 2))
    return 0
