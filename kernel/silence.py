"""When to ask a source that says nothing: soon after it has spoken, seldom when it has not.

A queue that lost a message looks like one without news. So a source of which nothing was heard is
asked for its head: a second after the last event, then, as long as it has nothing to tell, after
twice as long, up to `LONGEST` seconds. A busy system heals at once; an idle one costs little.
"""

from collections.abc import Callable, Iterable
from time import monotonic

FIRST = 1.0  # seconds
LONGEST = 4.0


class Silence:
    def __init__(self, sources: Iterable[str], clock: Callable[[], float] = monotonic) -> None:
        self.sources = frozenset(sources)
        self._clock = clock
        self._due = dict.fromkeys(self.sources, float("-inf"))
        self._patience = dict.fromkeys(self.sources, FIRST)

    def heard(self, source: str) -> None:
        """It has told something: what follows may get lost as well as what came."""
        self._wait(source, FIRST)

    def asked(self, source: str, told: bool) -> None:
        """It was read to its end, and `told` something that the queue had not."""
        self._wait(source, FIRST if told else min(2 * self._patience[source], LONGEST))

    def over(self) -> set[str]:
        """Those to be asked now."""
        now = self._clock()
        return {source for source, due in self._due.items() if now >= due}

    def left(self) -> float:
        """Seconds until the first of them is to be asked; none left when below zero."""
        return min(self._due.values()) - self._clock()

    def _wait(self, source: str, seconds: float) -> None:
        self._patience[source] = seconds
        self._due[source] = self._clock() + seconds
