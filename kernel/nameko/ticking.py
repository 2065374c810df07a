"""A ticker that runs inside a service: what falls due by its own read models becomes commands."""

from collections.abc import Callable
from threading import Event
from typing import Any

from nameko.extensions import DependencyProvider

from kernel.group import Group
from kernel.live import Documents
from kernel.nameko import process
from kernel.remote_feed import SECONDS, SUBSCRIBER
from kernel.rows import Rows
from kernel.states import States
from kernel.ticker import Agenda, Ticker

Make = Callable[[Documents, Rows, States], Agenda]


def tick(group: Group, make: Make) -> Any:
    """`make` is given the service's database, the rows of the group, and its own log."""
    return Ticking(group, make)


class Ticking(DependencyProvider):
    def __init__(self, group: Group, make: Make) -> None:
        self.group = group
        self.make = make

    def get_dependency(self, worker_ctx: Any) -> None:
        """There is nothing for a method to do with it."""

    def start(self) -> None:
        """All `setup`s have run: the log that commands write to is there."""
        self.stopping = Event()
        self.thread = self.container.spawn_managed_thread(self.run, f"ticker {self.group.queue}")

    def run(self) -> None:
        """An exception from here kills the container, and so the process: it starts anew."""
        service = self.group.service
        database, rows = process.database(service), Rows(process.database(service), self.group)
        agenda = self.make(database, rows, process.states_of(service))
        Ticker(database, agenda, self.stopping, lambda: settled(rows)).run()

    def stop(self) -> None:
        self.stopping.set()
        self.thread.wait()


def settled(rows: Rows) -> None:
    """Return when the rows contain all that any source has recorded by now.

    Nothing may be taken from somebody for want of a message that is on its way.
    """
    call = process.rpc_client().call
    for source in rows.group.sources:
        rows.wait(source, call(source, "head", {}, SUBSCRIBER, timeout=SECONDS))
