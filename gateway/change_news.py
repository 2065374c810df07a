"""What has changed of late, found out once for all who listen in this process.

A few pages of each log are kept with who may know of them. Who has fallen behind what is kept, or
came later, has the pages read and judged for them alone; nobody waits for anybody.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from threading import Lock
from time import monotonic
from typing import Any

from gateway.change import POOL, SOURCES, Change, changes
from kernel.context import Context
from kernel.refusal import Refusal

PAUSE = 0.5
PAGE = 200  # events read of one log at once
KEPT = 1_000  # changes of one log
FAR = 10_000  # events: who is further behind reads anew
NEVER = float("-inf")
Heads = Mapping[str, int]
Verdict = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Asking:
    """What may be asked of the services, on behalf of whoever listens."""

    heads: Callable[[], Heads]  # how far the lists show all
    page: Callable[[str, int], Mapping[str, Any]]  # of the feed of a log, after a position
    seen: Callable[[Sequence[Context], Sequence[Change]], Sequence[Verdict]]


@dataclass(frozen=True, slots=True)
class Heard:
    change: Change
    asked: frozenset[Context]  # of whom it is known whether they see it
    seen: frozenset[Context] = frozenset()
    gone: frozenset[Context] = frozenset()


class News:
    def __init__(self, pause: float = PAUSE, clock: Callable[[], float] = monotonic) -> None:
        self.heads: Heads = {}
        self._pause, self._clock = pause, clock
        self._kept: dict[str, deque[Heard]] = {}
        self._from: dict[str, int] = {}  # what is kept begins behind this position,
        self._upto: dict[str, int] = {}  # and ends at this one
        self._asked_at = NEVER
        self._looking = Lock()

    def begin(self, ask: Asking, alone: bool) -> None:
        """How far the lists are just now; who listens alone leaves nothing kept to catch up on."""
        self.heads = ask.heads()
        if alone or not self._upto:
            self._forget(SOURCES)

    def look(self, ask: Asking, listeners: Iterable[Context]) -> None:
        """Once in a while, whoever asks first; what cannot be known now is known later."""
        if self._clock() - self._asked_at < self._pause or not self._looking.acquire(False):
            return
        try:
            self._asked_at = self._clock()
            self.heads, who = ask.heads(), frozenset(listeners)
            for source in SOURCES:
                self._read_on(ask, source, who)
        except Refusal:
            pass
        finally:
            self._looking.release()

    def after(
        self, ask: Asking, me: Context, source: str, position: int
    ) -> tuple[list[Heard], int]:
        """A page of what came then, judged for me; and up to where it goes. Raises Refusal."""
        if position < self._from[source]:
            found, upto = read(ask, source, position, self.heads[source])
            return judged(ask, [me], found), upto
        upto = max(position, self._upto[source])
        kept = [one for one in self._kept[source] if one.change.position > position]
        unknown = [one.change for one in kept if me not in one.asked]
        mine = iter(judged(ask, [me], unknown))
        return [one if me in one.asked else next(mine) for one in kept], upto

    def _read_on(self, ask: Asking, source: str, listeners: frozenset[Context]) -> None:
        behind = self.heads[source] - self._upto[source]
        if behind > FAR:
            self._forget([source])
        elif behind > 0:
            found, upto = read(ask, source, self._upto[source], self.heads[source])
            self._keep(source, judged(ask, listeners, found), upto)
            if upto < self.heads[source]:
                self._asked_at = NEVER  # there is more already

    def _keep(self, source: str, heard: Iterable[Heard], upto: int) -> None:
        kept = self._kept[source]
        kept.extend(heard)
        while len(kept) > KEPT:
            self._from[source] = kept.popleft().change.position
        self._upto[source] = upto

    def _forget(self, sources: Iterable[str]) -> None:
        for source in sources:
            self._kept[source] = deque()
            self._from[source] = self._upto[source] = self.heads[source]


def read(ask: Asking, source: str, after: int, head: int) -> tuple[list[Change], int]:
    """Of one page what the lists show already."""
    page = ask.page(source, after)
    found = [one for one in changes(page["events"]) if one.position <= head]
    return found, min(page["next"], head)


def judged(ask: Asking, listeners: Iterable[Context], found: Sequence[Change]) -> list[Heard]:
    """Who sees each of them; of pools nobody is asked, since they concern all."""
    askers, told = sorted(listeners, key=repr), [one for one in found if one.kind != POOL]
    verdicts = ask.seen(askers, told) if askers and told else ()
    seen, gone = by_place(askers, verdicts, "seen"), by_place(askers, verdicts, "gone")
    places, who = count(), frozenset(askers)
    return [
        Heard(one, who) if one.kind == POOL
        else Heard(one, who, seen[place := next(places)], gone[place])
        for one in found
    ]  # fmt: skip


def by_place(
    askers: Sequence[Context], verdicts: Iterable[Verdict], word: str
) -> Mapping[int, frozenset[Context]]:
    found: defaultdict[int, frozenset[Context]] = defaultdict(frozenset)
    for who, verdict in zip(askers, verdicts, strict=False):
        for place in verdict[word]:
            found[place] |= {who}
    return found
