"""Time: what falls due is done at its moment, by one process, once.

An *agenda* knows what is due and what to do about it; the ticker knows the time. It holds a lease
and goes by the clock of the database's server, so that neither several processes nor their clocks
matter. What is done is a command whose id is made from the row and its moment: after a crash, or
beside a second ticker, it is done again under the same id, which has no second effect.

A reminder, say, is an agenda whose `refresh` has nothing to do, whose `due` and `next` are one
query each on rows with an indexed `at`, and whose `fire` commits under `command_id(name, due)`.
"""

import os
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Event
from time import monotonic
from typing import Protocol
from uuid import uuid4

import structlog
from pymongo.errors import PyMongoError

from kernel import metrics
from kernel.backoff import Backoff
from kernel.due_rows import Due
from kernel.keeping import kept
from kernel.lease import Lease
from kernel.live import Documents, durable
from kernel.parallel import side_by_side
from kernel.refusal import Indeterminate, Refusal, Unavailable
from kernel.rfc3339 import dump_time
from kernel.rpc_message import RemoteFailure

TTL = 6.0  # seconds after which a ticker that was killed is replaced
LOOK_SECONDS = 1.0  # between two looks at the agenda, or less when something falls due before
AT_ONCE = 0.005  # so that others of this process have their turn
PORTIONS = 8  # of what has changed, between two looks at what is due
BATCH = 200  # rows that are taken at once
HANDS = 8  # rows side by side: commits that wait together are written together
HELD_SECONDS = 4.0, 600.0  # before a row is tried again that is still there, and at most
NOT_NOW = (PyMongoError, Unavailable, Indeterminate, RemoteFailure)
log = structlog.get_logger()


class Agenda(Protocol):
    name: str

    def refresh(self) -> bool:
        """Look at what has changed, in a bounded portion; true when there may be more."""

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        """The oldest first."""

    def next(self) -> datetime | None:
        """The earliest moment of all, past or to come."""

    def fire(self, due: Due, now: datetime) -> None:
        """Do it, unless it is not so any more; idempotent."""


class Ticker:
    def __init__(
        self,
        database: Documents,
        agenda: Agenda,
        stop: Event,
        settle: Callable[[], None] = lambda: None,
        ttl: float = TTL,
    ) -> None:
        """`settle` returns when all that has happened until now is known to the agenda."""
        self.database = durable(database)
        self.agenda = agenda
        self.stop = stop
        self.settle = settle
        holder = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
        self.lease = Lease(self.database["leases"], f"ticker/{agenda.name}", holder, ttl)
        self._held: dict[Due, tuple[float, Backoff]] = {}  # until when a row is left alone

    def run(self) -> None:
        """Until stopped."""
        while not self.stop.is_set():
            if self._acquire():
                log.info("ticker active", agenda=self.agenda.name)
                with kept(self.lease, self.stop) as over:
                    self._work(over)
            else:
                self.stop.wait(self.lease.ttl / 6)

    def tick(self) -> float:
        """Do what is due; answers in how many seconds to look again."""
        more = self._refresh()
        if self._waiting(self.now()):
            self.settle()
            self.agenda.refresh()
            now = self.now()
            waiting = self._waiting(now)
            side_by_side(lambda due: self._fire(due, now), waiting, HANDS)
            more = more or len(waiting) == BATCH
        return AT_ONCE if more else self._pause()

    def now(self) -> datetime:
        """By the clock that all processes share."""
        told: datetime = self.database.command("hello")["localTime"]
        return told.replace(tzinfo=UTC)

    def _refresh(self) -> bool:
        """A few portions: however much has changed, what is due is not kept waiting for it."""
        return all(self.agenda.refresh() for _ in range(PORTIONS))

    def _acquire(self) -> bool:
        try:
            return self.lease.acquire()
        except PyMongoError as error:
            log.warning("no ticker yet", agenda=self.agenda.name, error=repr(error))
            return False

    def _work(self, over: Event) -> None:
        pauses = Backoff()
        while not over.is_set():
            try:
                pause = self.tick()
                pauses.reset()
            except NOT_NOW as error:
                pause = pauses.next()
                log.warning("not ticking", agenda=self.agenda.name, error=repr(error))
            over.wait(pause)

    def _waiting(self, now: datetime) -> list[Due]:
        """What is due and has not just been tried."""
        found = self.agenda.due(now, BATCH + len(self._held))
        there = set(found)
        self._held = {due: held for due, held in self._held.items() if due in there}
        free = [due for due in found if self._held.get(due, (0.0,))[0] <= monotonic()]
        return free[:BATCH]

    def _fire(self, due: Due, now: datetime) -> None:
        """What is refused once may be refused for long: it must not keep the others waiting."""
        outcome = "done"
        try:
            self.agenda.fire(due, now)
        except NOT_NOW:
            raise
        except Refusal as refusal:
            outcome = refusal.slug
            log.warning("refused", agenda=self.agenda.name, row=due.id, why=str(refusal))
        except Exception:
            outcome = "failed"
            log.exception("failed", agenda=self.agenda.name, row=due.id)
        metrics.TICKED.labels(self.agenda.name, outcome).inc()
        self._hold(due)

    def _hold(self, due: Due) -> None:
        """Until the rows have heard of it; for longer each time that they have not."""
        pauses = self._held[due][1] if due in self._held else Backoff(*HELD_SECONDS)
        self._held[due] = (monotonic() + pauses.next(), pauses)

    def _pause(self) -> float:
        following = self.agenda.next()
        if following is None:
            return LOOK_SECONDS
        left = (following - self.now()).total_seconds()
        return min(left, LOOK_SECONDS) if left > 0 else LOOK_SECONDS


def command_id(agenda: str, due: Due, step: str = "") -> str:
    """The same for the same row and moment, whoever does it and however often."""
    return "/".join(filter(None, (agenda, due.id, dump_time(due.at), step)))
