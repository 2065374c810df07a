"""Pages of a log for all who follow it: what many ask for is read and written as JSON once.

After work in bulk a dozen subscriptions catch up side by side, and each page of theirs lies amid
commits of a thousand events, which to read costs more than to hand them on.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

import orjson

from kernel.envelope import envelopes
from kernel.feed import FAR, check, commits, feed
from kernel.log import Commit, Log

KEPT_BYTES = 24_000_000
KEPT_SECONDS = 8.0  # a log that is restored from a backup has another history


@dataclass(frozen=True, slots=True)
class Written:
    """A commit, event by event."""

    first: int
    last: int
    events: tuple[orjson.Fragment, ...]
    size: int
    until: float


class Served:
    """The pages of one log, for followers who have waited."""

    def __init__(self, log: Log, clock: Callable[[], float] = monotonic) -> None:
        self._log = log
        self._clock = clock
        self._kept: dict[int, Written] = {}  # by first position, in the order of reading
        self._begins: list[int] = []  # the same positions, sorted
        self._bytes = 0  # of all that is kept
        self._reading = Lock()  # else all of them would read it at once

    def page(self, after: int, limit: int, most: int) -> dict[str, Any]:
        """As `kernel.feed.feed`; `held`, and without events, while work in bulk is written."""
        check(after, limit, None)
        head = self._log.head()
        if head - after <= FAR:
            return feed(self._log, after, limit, None, most)
        if self._log.rushed():
            return {"events": [], "next": after, "head": head, "held": True}
        events = self._events(after, min(limit, most))
        return {"events": events, "next": after + len(events), "head": head}

    def _events(self, after: int, most: int) -> list[orjson.Fragment]:
        found: list[orjson.Fragment] = []
        for written in self._from(after, most):
            found += written.events[after + len(found) + 1 - written.first :]
            if len(found) >= most:
                break
        return found[:most]

    def _from(self, after: int, events: int) -> Iterator[Written]:
        """Those kept already, then those read; at least so many events, if there are."""
        upto = after + events
        while after < upto:
            found = self._containing(after + 1) or self._read(after, upto - after)
            if not found:
                return
            yield found
            after = found.last

    def _read(self, after: int, events: int) -> Written | None:
        """The commit that contains `after + 1`; those behind it are kept, for they come next."""
        with self._reading:
            if kept := self._containing(after + 1):
                return kept
            read = [self._keep(commit) for commit in commits(self._log, after, events)]
        return read[0] if read else None

    def _containing(self, position: int) -> Written | None:
        place = bisect_right(self._begins, position)
        found = self._kept[self._begins[place - 1]] if place else None
        good = found and found.last >= position and found.until > self._clock()
        return found if good else None

    def _keep(self, commit: Commit) -> Written:
        written = self._written(commit)
        self._drop(commit.position)
        self._kept[commit.position] = written
        insort(self._begins, commit.position)
        self._bytes += written.size
        while self._bytes > KEPT_BYTES:
            self._drop(next(iter(self._kept)))
        return written

    def _drop(self, first: int) -> None:
        if gone := self._kept.pop(first, None):
            del self._begins[bisect_left(self._begins, first)]
            self._bytes -= gone.size

    def _written(self, commit: Commit) -> Written:
        bodies = [orjson.dumps(envelope) for envelope in envelopes(self._log.source, commit)]
        events = tuple(map(orjson.Fragment, bodies))
        until = self._clock() + KEPT_SECONDS
        return Written(commit.position, commit.last, events, sum(map(len, bodies)), until)


SERVED: dict[Log, Served] = {}  # by log, of this process


def served(log: Log) -> Served:
    return SERVED.setdefault(log, Served(log))
