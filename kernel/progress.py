"""How far a long piece of work has come, said once a second."""

from collections.abc import Callable
from time import monotonic

Report = Callable[[str], None]


class Progress:
    def __init__(
        self, name: str, total: int, report: Report, clock: Callable[[], float] = monotonic
    ) -> None:
        self.name = name
        self.total = total
        self.done = 0
        self._report = report
        self._clock = clock
        self._began = self._said = clock()
        self._ended: float | None = None

    @property
    def seconds(self) -> float:
        return (self._ended or self._clock()) - self._began

    def finish(self) -> None:
        self._ended = self._clock()

    def tick(self, events: int) -> None:
        self.done += events
        if self._clock() - self._said >= 1:
            self._said = self._clock()
            self._report(str(self))

    def __str__(self) -> str:
        rate = self.done / max(self.seconds, 1e-9)
        left = (self.total - self.done) / max(rate, 1e-9)
        return (
            f"{self.name}: {self.done:,} of {self.total:,} events, {rate:,.0f}/s, {left:.0f} s left"
        )
