"""The processes without greenlets: relays, projectors, and commands that run once."""

import logging as standard_logging
import os
import signal
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from threading import Event, Thread

import structlog

from kernel import health, lag, logging, waiting
from kernel.database import connect
from kernel.group import Group
from kernel.projector import run as run_projector
from kernel.relay import STATUS as RELAY_STATUS
from kernel.relay import run as run_relay
from kernel.remote_feed import RemoteFeed
from kernel.rpc import RpcClient
from kernel.settings import amqp_uri, setting
from kernel.status import Status

GROUPS = "services.analytics.groups"
STOP_SECONDS = 8.0
Work = Callable[[Event], None]

logger = structlog.get_logger(__name__)


def relay(asked: Namespace) -> int:
    health.check("relay", lambda: RELAY_STATUS.ready)
    return until_stopped(f"relay {asked.name}", lambda stop: run_relay(asked.name, stop))


def projector(asked: Namespace) -> int:
    group, status = group_of(asked), Status()
    health.check("projector", lambda: status.ready)

    def work(stop: Event) -> None:
        client = RpcClient(amqp_uri())
        run_projector(group, stop, RemoteFeed(client), status)
        client.close()

    return until_stopped(f"projector {group.name}", work)


def group_of(asked: Namespace) -> Group:
    """Raises SystemExit for a name that is none."""
    groups: dict[str, Group] = import_module(asked.module or GROUPS).GROUPS
    if asked.name not in groups:
        raise SystemExit(f"no group {asked.name!r}; there are: {', '.join(sorted(groups))}")
    return groups[asked.name]


def until_stopped(name: str, work: Work) -> int:
    """The exit status: 0 when it ended because it was told to, 1 after a defect."""
    logging.configure(name)
    stop = stop_on_signal()
    if port := setting("HEALTH_PORT", ""):
        health.serve(int(port))
    status = run(work, stop)
    standard_logging.shutdown()
    os._exit(status)  # daemon threads would hold a normal exit up


def stop_on_signal() -> Event:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def run(work: Work, stop: Event) -> int:
    client = connect()
    health.check("mongo", lambda: waiting.ping(client))
    if not waiting.until_there("mongo", lambda: waiting.ping(client), stop):
        return 0
    if not waiting.until_there("broker", lambda: waiting.knock(amqp_uri()), stop):
        return 0
    health.started()
    failed = Event()
    worker = Thread(target=guarded, args=(work, stop, failed), daemon=True)
    worker.start()
    while worker.is_alive() and not stop.wait(0.2):
        pass
    health.stopping()
    worker.join(STOP_SECONDS)
    return 1 if failed.is_set() or not stop.is_set() else 0


def guarded(work: Work, stop: Event, failed: Event) -> None:
    try:
        work(stop)
    except Exception:
        failed.set()
        logger.critical("the process has a defect", exc_info=True)


def rebuild(asked: Namespace) -> int:
    """Beside the live rows; they are switched when the new ones have caught up."""
    logging.configure(f"rebuild {asked.name}")
    from kernel.generations import rebuild as rebuild_group

    client = RpcClient(amqp_uri())
    rebuild_group(group_of(asked), RemoteFeed(client))
    client.close()
    return 0


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "relay": relay,
    "projector": projector,
    "rebuild": rebuild,
    "lag": lag.show,
}
