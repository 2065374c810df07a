"""The queue is a hint, the log is the truth: one integer per source heals every kind of loss.

    position <= last      seen already: forget it
    position == last + 1  apply it and remember the position, in one transaction of the subscriber
    position >  last + 1  a gap: read last + 1 … from the feed until caught up

So a message that comes twice, late, in the wrong order or not at all is the same harmless case.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kernel import history
from kernel.envelope import PREFIX, Envelope
from kernel.refusal import Unavailable

Positions = Mapping[str, int]
Page = Mapping[str, Any]  # {"events": [envelope, …], "next": 1041, "head": 2000}
Fetch = Callable[[str, int, int], Page]  # source, after, limit
Apply = Callable[[list[Envelope]], None]  # raises Fenced when another worker was faster
PAGE = 1000


class Subscription:
    """Where a subscriber stands, and what it does with what it is offered."""

    def __init__(
        self,
        sources: Iterable[str],
        positions: Callable[[], Positions],
        apply: Apply,
        fetch: Fetch,
        page: int = PAGE,
        readable: Callable[[Envelope], bool] = lambda envelope: True,
    ) -> None:
        self.last: dict[str, int] = dict.fromkeys(sources, 0)
        self.heads: dict[str, int] = dict.fromkeys(self.last, 0)
        self.behind: set[str] = set(self.last)  # sources to be read from the feed
        self._positions = positions
        self._apply = apply
        self._fetch = fetch
        self._page = page
        self._readable = readable

    def reload(self) -> None:
        """Stand where the checkpoint stands: at the start, and after any failure."""
        positions = self._positions()
        self.last = {source: positions.get(source, 0) for source in self.last}
        self.behind = set(self.last)

    def take(self, offered: Iterable[Envelope]) -> None:
        """Apply what comes next, and note which sources have a gap.

        What cannot be read is a gap as well: before a stream is stopped for it, the log is asked.
        """
        good: list[Envelope] = []
        doubtful: list[Envelope] = []
        for envelope in offered:
            (good if self._readable(envelope) else doubtful).append(envelope)
        ready, behind = sort(self.last, good)
        self._advance(ready)
        unread = {source_of(e) for e in doubtful if not self.has(source_of(e), e["position"])}
        self.behind |= behind | unread

    def read(self, source: str) -> bool:
        """One page of the feed; the source is no longer behind when that was the last one.

        False when there was none for now: it is to be asked again in a while.
        """
        last = self.last[source]
        page = self._fetch(source, last, self._page)
        if page.get("held"):
            self.heads[source] = page["head"]
            self.behind.discard(source)
            return False
        ready, _ = sort(self.last, page["events"])
        self._advance(ready)
        self.heads[source] = page["head"]
        if self.last[source] > page["head"]:
            raise history.gone(source, last, page["head"])
        if self.last[source] >= page["head"]:
            self.behind.discard(source)
        elif self.last[source] == last:
            raise Unavailable("feed-stuck", f"the feed of {source} ends at {last}, not at its head")
        return True

    def has(self, source: str, position: int) -> bool:
        return position <= self.last[source]

    def _advance(self, ready: list[Envelope]) -> None:
        if ready:
            self._apply(ready)
            self.last |= ends(ready)
            self.heads = {s: max(head, self.last[s]) for s, head in self.heads.items()}


def sort(last: Positions, offered: Iterable[Envelope]) -> tuple[list[Envelope], set[str]]:
    """What may be applied now, in order and without a hole; and the sources that have a gap."""
    waiting: dict[str, dict[int, Envelope]] = {source: {} for source in last}
    for envelope in offered:
        source, position = source_of(envelope), envelope["position"]
        if position > last[source]:
            waiting[source][position] = envelope
    ready: list[Envelope] = []
    for source, events in waiting.items():
        position = last[source] + 1
        while position in events:
            ready.append(events.pop(position))
            position += 1
    return ready, {source for source, events in waiting.items() if events}


def ends(envelopes: Iterable[Envelope]) -> dict[str, int]:
    """The last position of each source; later ones come later."""
    return {source_of(envelope): envelope["position"] for envelope in envelopes}


def source_of(envelope: Envelope) -> str:
    source: str = envelope["source"]
    return source.removeprefix(PREFIX)
