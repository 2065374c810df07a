"""How far a long piece of work has come, said once a second."""

from collections.abc import Callable
from time import monotonic

Report = Callable[[str], None]


def nobody(progress: "Progress") -> None:
    """Listens."""


class Progress:
    def __init__(
        self,
        name: str,
        total: int,
        report: Report,
        clock: Callable[[], float] = monotonic,
        told: Callable[["Progress"], None] = nobody,
    ) -> None:
        """`told` is called as often as `report`, and when all is done."""
        self.name = name
        self.total = total
        self.done = 0
        self._report = report
        self._told = told
        self._clock = clock
        self._began = self._said = clock()
        self._ended: float | None = None

    @property
    def seconds(self) -> float:
        return (self._ended or self._clock()) - self._began

    @property
    def rate(self) -> float:
        return self.done / max(self.seconds, 1e-9)

    @property
    def left(self) -> float:
        """Seconds, if it goes on as it went so far."""
        return (self.total - self.done) / max(self.rate, 1e-9)

    def finish(self) -> None:
        self._ended = self._clock()

    def tick(self, events: int) -> None:
        self.done += events
        said = self._clock() - self._said >= 1
        if said:
            self._said = self._clock()
            self._report(str(self))
        if said or self.done >= self.total:
            self._told(self)

    def __str__(self) -> str:
        so_far = f"{self.name}: {self.done:,} of {self.total:,} events"
        return f"{so_far}, {self.rate:,.0f}/s, {self.left:.0f} s left"
