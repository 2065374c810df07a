"""A relay's term: what it does with one lease on one connection."""

from collections import deque
from contextlib import suppress
from threading import Event
from time import monotonic, sleep
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from kernel import history
from kernel.cursor import Cursor
from kernel.feed import commits, up_to_fault
from kernel.lease import Fenced, Lease
from kernel.log import Log
from kernel.message import messages
from kernel.publisher import Publisher
from kernel.relay_status import Status

NAME = "relay"  # of its lease and of its cursor, in the database of the log
WINDOW = 1_000  # unconfirmed messages; refilled when half of it is confirmed
SHORTEST_PAUSE_SECONDS = 0.02  # between two readings: what is committed meanwhile is read at once
REST = 3  # times as long as a reading took, so that under load a reading serves many commits
LONGEST_REST_SECONDS = 0.04
LONGEST_PAUSE_SECONDS = 0.1  # when nothing has been committed for a while
BULK = 100  # events of a commit: no command has so many
LET_PASS_SECONDS = 0.2  # between two looks whether work in bulk is over
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
        self._marks: deque[tuple[int, str]] = deque()  # of commits that were sent, oldest first
        self._before = self.status.published
        self._renew_at = self._store_at = monotonic()
        self._pause = SHORTEST_PAUSE_SECONDS
        self._amid_bulk = False

    def run(self, stop: Event) -> None:
        """Until told to stop. Raises Broken, Fenced, or what the database raises."""
        self.status.leading = True
        try:
            while not stop.is_set():
                self.step()
            self.publisher.wait_until(0, FINISH_SECONDS)
        finally:
            with suppress(Fenced, PyMongoError):
                self._store()
                self.lease.release()
            self._observe()

    def step(self) -> None:
        self.publisher.link.check()
        self._keep()
        if self.publisher.outstanding > WINDOW // 2:
            self.publisher.wait_until(WINDOW // 2, STORE_SECONDS)
        elif self._amid_bulk and self.log.rushed():
            sleep(LET_PASS_SECONDS)
        elif not self.forward():
            sleep(self._pause)

    def forward(self) -> bool:
        """Hand on what follows in the log, as much as the window takes; False at its end.

        The log is asked again and again, more rarely the longer it was silent. (A change stream
        reads everything that is written to any database, and cost a fifth of its server.)
        """
        began, before, room = monotonic(), self.position, WINDOW - self.publisher.outstanding
        if found := up_to_fault(commits(self.log, before, room)):
            self.publisher.send(messages(self.log.source, self.publisher.topology, found))
            self.position = found[-1].last
            self._amid_bulk = self.position - before > BULK * len(found)
            self._marks.extend((commit.last, history.mark_of(commit)) for commit in found)
        self.status.error = ""
        self._pause = rest(monotonic() - began) if found else longer(self._pause)
        return self.position - before >= room

    def _keep(self) -> None:
        """Renew the lease and store the cursor, when it is time."""
        now = monotonic()
        if now >= self._renew_at:
            if not self.lease.renew():
                raise Fenced(NAME)
            self._renew_at = now + self.lease.ttl / 3
            if not self.publisher.outstanding:
                history.confirm(self.log, self.cursor.position, self.cursor.mark)
        if now >= self._store_at:
            self._store()
            self._store_at = now + STORE_SECONDS
            self._observe()

    def _store(self) -> None:
        """The cursor, with the mark of the commit that it stands on."""
        position = self.publisher.position
        while self._marks and self._marks[0][0] < position:
            self._marks.popleft()
        # The one we stand on stays: when this fails, the next attempt has to tell it again.
        stands = self._marks and self._marks[0][0] == position
        self.cursor.store(position, self._marks[0][1] if stands else "")

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
