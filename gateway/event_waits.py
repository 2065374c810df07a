"""Who asks the feed for what comes next may wait for it; few do at a time, and all at one price.

However many wait, each log's end is asked for once in a while; who finds no place, since others
need the workers of this process too, is answered at once, as if they had not wished to wait.
"""

from collections.abc import Callable
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Any

from kernel.refusal import Refusal
from kernel.settings import setting

LONGEST = 30  # seconds
WORKERS = int(setting("GUANXI_WORKERS", "128"))  # as `kernel.nameko.serving` gives us
PLACES = max(1, WORKERS * 3 // 8)
PAUSE = 0.1

Page = dict[str, Any]
Read = Callable[[int], Page]  # what comes after a position
Head = Callable[[], int]


class Waits:
    def __init__(
        self,
        places: int = PLACES,
        pause: float = PAUSE,
        clock: Callable[[], float] = monotonic,
        rest: Callable[[float], None] = sleep,
    ) -> None:
        self._places = BoundedSemaphore(places)
        self._pause = pause
        self._clock = clock
        self._rest = rest
        self._heads: dict[str, tuple[float, int]] = {}  # when each was asked for, and what it was

    def page(self, source: str, after: int, seconds: float, read: Read, head: Head) -> Page:
        """The first page with an event in it; an empty one when none has come in that time.

        Its `next` is the last position looked at, also where all that came was of other types.
        """
        page = read(after)
        if page["events"] or not seconds or not self._places.acquire(blocking=False):
            return page
        try:
            return self._later(source, page, self._clock() + seconds, read, head)
        finally:
            self._places.release()

    def _later(self, source: str, page: Page, until: float, read: Read, head: Head) -> Page:
        while not page["events"] and self._clock() < until:
            if self._head(source, head) > page["next"]:
                page = read(page["next"])
            else:
                self._rest(min(self._pause, max(0.0, until - self._clock())))
        return page

    def _head(self, source: str, head: Head) -> int:
        """As it was, when it was asked for just now or cannot be."""
        asked, known = self._heads.get(source, (float("-inf"), 0))
        if self._clock() - asked < self._pause:
            return known
        self._heads[source] = self._clock(), known  # nobody else asks meanwhile
        try:
            known = head()
        except Refusal:
            return known
        self._heads[source] = self._clock(), known
        return known


WAITS = Waits()
