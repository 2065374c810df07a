"""Notifications as server-sent events: each as it comes, and none lost between two connections."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Any

from gateway.event_stream import LONGEST, STILL_HERE, event, require_place
from kernel.refusal import Refusal, Unavailable

PAUSE = 1.0
SILENCE = 15.0  # seconds after which a listener is told that we are still here
STREAMS = 500  # of one process at a time: one question a second asks for all of them
EACH = 8  # of them for one person: nobody takes the place of everybody
LATEST = LONGEST - 10.0  # a last answer fits in before the request's own time is up
Heads = Mapping[str, int]  # the number of each person's newest


@dataclass(frozen=True)
class Source:
    """What may be asked on behalf of one listener."""

    person: str
    count: Callable[[], dict[str, Any]]
    since: Callable[[int], dict[str, Any]]
    heads: Callable[[Sequence[str]], Heads]
    still: Callable[[], bool]  # whether they may listen: who has signed out may not


class Listening:
    """Who listens in this process, and one question for all of them at most once in a while."""

    def __init__(
        self, streams: int = STREAMS, pause: float = PAUSE, clock: Callable[[], float] = monotonic
    ) -> None:
        self.places = BoundedSemaphore(streams)
        self.pause = pause
        self._clock = clock
        self._people: Counter[str] = Counter()
        self._known: Heads = {}
        self._asked_at = float("-inf")

    def begin(self, source: Source, heard: int | None) -> Iterator[bytes]:
        """What is unread is asked, or refused, before anything is answered."""
        first = source.count()
        if self._people[source.person] >= EACH:
            raise Unavailable("too-many-streams", f"you have {EACH} streams already", retry_after=5)
        require_place(self.places, "read the list of notifications now and then")
        last = int(first["last"])
        return self._told(source, min(last, heard) if heard is not None else last, first)

    def newest(self, source: Source) -> int:
        """As it was, when it cannot be asked just now."""
        if self._clock() - self._asked_at >= self.pause:
            self._asked_at = self._clock()  # nobody else asks meanwhile
            try:
                self._known = source.heads(sorted(self._people))
            except Refusal:
                self._asked_at = self._clock()
        return self._known.get(source.person, 0)

    def _told(self, source: Source, number: int, first: dict[str, Any]) -> Iterator[bytes]:
        began = quiet_since = self._clock()
        self._people[source.person] += 1
        try:
            yield event("unread", number, first)
            while self._clock() - began < LATEST and source.still():
                for item in self._news(source, number):
                    number, quiet_since = int(item["id"]), self._clock()
                    yield event("notification", number, item)
                if self._clock() - quiet_since >= SILENCE:
                    quiet_since = self._clock()
                    yield STILL_HERE
                sleep(self.pause)
        finally:
            self._people[source.person] -= 1
            self.places.release()

    def _news(self, source: Source, number: int) -> list[dict[str, Any]]:
        """A page of what came after that number; the following comes with the next look."""
        if self.newest(source) <= number:
            return []
        try:
            items: list[dict[str, Any]] = source.since(number)["items"]
        except Refusal:
            return []
        return items


LISTENING = Listening()
