"""A relay's term: what it does with one lease on one connection."""

from contextlib import suppress
from threading import Event
from time import monotonic, sleep
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from kernel.cursor import Cursor
from kernel.feed import commits
from kernel.lease import Fenced, Lease
from kernel.log import Log
from kernel.message import messages
from kernel.publisher import Publisher
from kernel.relay_status import Status

NAME = "relay"  # of its lease and of its cursor, in the database of the log
WINDOW = 1_000  # unconfirmed messages; refilled when half of it is confirmed
SHORTEST_PAUSE_SECONDS = 0.015  # between two readings: what is committed meanwhile is read at once
REST = 3  # times as long as a reading took, so that under load a reading serves many commits
LONGEST_REST_SECONDS = 0.04
LONGEST_PAUSE_SECONDS = 0.1  # when nothing has been committed for a while
STORE_SECONDS = 0.2  # at most so much is published again after a crash
FINISH_SECONDS = 3.0  # for the last confirms when asked to stop


class Term:
    """Reads on from the cursor, publishes, and stores the cursor behind the confirms."""

    def __init__(
        self,
        database: Database[Any],
        log: Log,
        lease: Lease,
        publisher: Publisher,
        status: Status,
    ) -> None:
        self.log = log
        self.lease = lease
        self.publisher = publisher
        self.status = status
        self.cursor = Cursor(database["cursors"], NAME, lease.epoch)
        self.position = self.cursor.position  # up to where the log has been read
        self._before = self.status.published
        self._renew_at = self._store_at = monotonic()
        self._pause = SHORTEST_PAUSE_SECONDS

    def run(self, stop: Event) -> None:
        """Until told to stop. Raises Broken, Fenced, or what the database raises."""
        self.status.leading = True
        try:
            while not stop.is_set():
                self.step()
            self.publisher.wait_until(0, FINISH_SECONDS)
        finally:
            with suppress(Fenced, PyMongoError):
                self.cursor.store(self.publisher.position)
                self.lease.release()
            self._observe()

    def step(self) -> None:
        self.publisher.link.check()
        self._keep()
        if self.publisher.outstanding > WINDOW // 2:
            self.publisher.wait_until(WINDOW // 2, STORE_SECONDS)
        elif not self.forward():
            sleep(self._pause)

    def forward(self) -> bool:
        """Hand on what follows in the log, as much as the window takes; False at its end.

        The log is asked again and again, more rarely the longer it was silent. (A change stream
        reads everything that is written to any database, and cost a fifth of its server.)
        """
        began, before, room = monotonic(), self.position, WINDOW - self.publisher.outstanding
        if found := list(commits(self.log, before, room)):
            self.publisher.send(messages(self.log.source, self.publisher.topology, found))
            self.position = found[-1].last
        self._pause = rest(monotonic() - began) if found else longer(self._pause)
        return self.position - before >= room

    def _keep(self) -> None:
        """Renew the lease and store the cursor, when it is time."""
        now = monotonic()
        if now >= self._renew_at:
            if not self.lease.renew():
                raise Fenced(NAME)
            self._renew_at = now + self.lease.ttl / 3
        if now >= self._store_at:
            self.cursor.store(self.publisher.position)
            self._store_at = now + STORE_SECONDS
            self._observe()

    def _observe(self) -> None:
        self.status.blocked = self.publisher.link.blocked
        self.status.published = self._before + self.publisher.confirms.confirmed
        self.status.position = self.cursor.position
        self.status.outstanding = self.publisher.outstanding
        self.status.export()


def rest(took: float) -> float:
    return max(SHORTEST_PAUSE_SECONDS, min(REST * took, LONGEST_REST_SECONDS))


def longer(pause: float) -> float:
    return min(pause * 1.1, LONGEST_PAUSE_SECONDS)
