"""Figures of a run: rates, percentiles, medians of several rounds, and whether targets are met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

UNITS = {
    "rate": "/s", "p50": " ms", "p99": " ms", "size": " MB", "seconds": " s", "ratio": " ×",
    "errors": " errors", "drift": " %",
}  # fmt: skip


@dataclass(frozen=True)
class Round:
    """One measured round: how many in how many seconds, and how long each took."""

    seconds: float
    latencies: Sequence[float]  # seconds, one per operation
    errors: int = 0  # answers that were none

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        return 1000 * percentile(self.latencies, share)


@dataclass(frozen=True)
class Goal:
    """What a measure must reach, or may not go beyond."""

    measure: str
    limit: float
    least: bool

    def met(self, value: float) -> bool:
        return value >= self.limit if self.least else value <= self.limit

    def times(self, value: float) -> float:
        """How many times as good as asked for; 1 is just enough."""
        over, under = (value, self.limit) if self.least else (self.limit, value)
        return over / under if under else float("inf")

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        return f"{self.measure} {sign} {written(self.measure, self.limit)}"


@dataclass(frozen=True)
class Figure:
    """One row of the table: each measure with a value for each round, the main one first."""

    what: str
    values: Mapping[str, Sequence[float]]
    goals: Sequence[Goal] = ()
    notes: Sequence[str] = ()

    @property
    def main(self) -> str:
        return next(iter(self.values))

    def median(self, measure: str) -> float:
        return median(self.values[measure])


def at_least(measure: str, limit: float) -> Goal:
    return Goal(measure, limit, least=True)


def at_most(measure: str, limit: float) -> Goal:
    return Goal(measure, limit, least=False)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def of_rounds(
    what: str, rounds: Sequence[Round], goals: Sequence[Goal] = (), notes: Sequence[str] = ()
) -> Figure:
    values: dict[str, Sequence[float]] = {
        "rate": [each.rate for each in rounds],
        "p50": [each.percentile(0.50) for each in rounds],
        "p99": [each.percentile(0.99) for each in rounds],
    }
    if any(each.errors for each in rounds) or any(goal.measure == "errors" for goal in goals):
        values["errors"] = [each.errors for each in rounds]
    return Figure(what, values, goals, notes)


def ratio(what: str, ours: Figure, rival: Figure, goal: float | None = None) -> Figure:
    """How many times as fast as a rival, round by round."""
    pairs = zip(ours.values["rate"], rival.values["rate"], strict=True)
    goals = [] if goal is None else [at_least("ratio", goal)]
    return Figure(what, {"ratio": [own / other for own, other in pairs]}, goals)


def drift(values: Sequence[float]) -> float:
    """In per cent, how far the value farthest from their mean lies from it: 0 is flat."""
    middle = fmean(values)
    return 100 * max(abs(value / middle - 1) for value in values)


def verdict(figure: Figure) -> str:
    """`met`, or each goal that is missed and by how much; nothing without goals."""
    missed = [
        f"{goal.measure} {shortfall(goal, figure.median(goal.measure))}"
        for goal in figure.goals
        if not goal.met(figure.median(goal.measure))
    ]
    if missed:
        return "**missed**: " + ", ".join(missed)
    return "met" if figure.goals else ""


def shortfall(goal: Goal, value: float) -> str:
    found = f"{written(goal.measure, value)} for {written(goal.measure, goal.limit)}"
    if goal.limit == 0:
        return found
    share = value / goal.limit
    return f"{found} ({100 * share:.0f} %)" if goal.least else f"{found} ({share:.1f} ×)"


def written(measure: str, value: float) -> str:
    """With as many digits as mean something."""
    return f"{digits(value)}{UNITS[measure]}"


def digits(value: float) -> str:
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"
