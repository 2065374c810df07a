"""Figures of a run: rates and percentiles, medians of several rounds with their spread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from threading import Barrier, Thread
from time import perf_counter


@dataclass(frozen=True)
class Round:
    """One measured round: how many in how many seconds, and how long each took."""

    seconds: float
    latencies: Sequence[float]  # seconds, one per operation

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)]


@dataclass(frozen=True)
class Figure:
    """One row of the table: the medians over the rounds, and the slowest and fastest rate."""

    what: str
    target: str
    rounds: Sequence[Round]

    def cells(self) -> list[str]:
        rates = [round.rate for round in self.rounds]
        p50, p99 = (median(r.percentile(share) for r in self.rounds) for share in (0.5, 0.99))
        spread = f"{min(rates):,.0f} – {max(rates):,.0f}"
        return [
            self.what,
            f"{median(rates):,.0f}/s",
            spread,
            f"{p50:.1f} ms",
            f"{p99:.1f} ms",
            self.target,
        ]


HEADINGS = ["what", "median rate", "slowest – fastest round", "p50", "p99", "target"]


def timed(actions: Sequence[Callable[[], object]]) -> list[float]:
    """Each action's seconds, one after the other."""
    latencies = []
    for action in actions:
        began = perf_counter()
        action()
        latencies.append(perf_counter() - began)
    return latencies


def side_by_side(workers: Sequence[Sequence[Callable[[], object]]]) -> Round:
    """Every worker's actions in its own thread, all begun at once; raises what any of them did."""
    barrier = Barrier(len(workers) + 1)
    latencies: list[list[float]] = [[] for _ in workers]
    errors: list[Exception] = []

    def run(number: int) -> None:
        barrier.wait()
        try:
            latencies[number] = timed(workers[number])
        except Exception as error:  # a figure with failures in it would be a lie
            errors.append(error)

    threads = [Thread(target=run, args=(number,)) for number in range(len(workers))]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return Round(perf_counter() - began, [one for worker in latencies for one in worker])


def markdown(figures: Sequence[Figure]) -> str:
    lines = [HEADINGS, ["---"] * len(HEADINGS), *(figure.cells() for figure in figures)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
