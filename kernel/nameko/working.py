"""Work that a service does beside its calls, in one of its processes at a time."""

import os
import socket
from collections.abc import Callable
from threading import Event
from typing import Any, cast
from uuid import uuid4

import structlog
from nameko.extensions import DependencyProvider
from pymongo.errors import PyMongoError

from kernel.keeping import kept
from kernel.lease import Lease
from kernel.live import durable
from kernel.nameko import process

TTL = 6.0  # seconds after which a process that was killed is replaced
Work = Callable[[Event, Event], None]

logger = structlog.get_logger(__name__)


def background(name: str, make: Callable[[], Work]) -> Event:
    """What `make` makes is called with two events, `over` and `wake`, by who has the lease.

    It comes back soon after `over` is set. A method of the service sets `wake` when there is
    something to do; in another process than the one that works, it is noticed a little later.
    """
    return cast("Event", Background(name, make))


class Background(DependencyProvider):
    def __init__(self, name: str, make: Callable[[], Work]) -> None:
        self.name = name
        self.make = make
        self.wake, self.stopping = Event(), Event()

    def get_dependency(self, worker_ctx: Any) -> Event:
        return self.wake

    def start(self) -> None:
        """All `setup`s have run: the service's log is there."""
        holder = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
        leases = durable(process.database(self.container.service_name))["leases"]
        self.lease = Lease(leases, f"background/{self.name}", holder, TTL)
        self.thread = self.container.spawn_managed_thread(self.run, self.name)

    def run(self) -> None:
        """An exception from here kills the container, and so the process: it starts anew."""
        work = self.make()
        while not self.stopping.is_set():
            if not self.acquired():
                self.stopping.wait(self.lease.ttl / 6)
                continue
            logger.info("background work", name=self.name)
            with kept(self.lease, self.stopping) as over:
                work(over, self.wake)

    def acquired(self) -> bool:
        try:
            return self.lease.acquire()
        except PyMongoError as error:
            logger.warning("no lease", name=self.name, error=repr(error))
            return False

    def stop(self) -> None:
        self.stopping.set()
        self.wake.set()
        self.thread.wait()
