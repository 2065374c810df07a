"""Days between two dates of the company's calendar, counted: their mean, median and percentiles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.analytics.averages import mean, median, percentile
from services.analytics.question import Line, Question

PERCENTILES = (25, 75, 90)


@dataclass(frozen=True, slots=True)
class Lasted:
    """So many took so many days, on a stage if one is named."""

    key: str | None
    days: int
    count: int
    stage: str | None = None


def between(question: Question, start: Any, end: Any) -> dict[str, Any]:
    """The expression: from one day to the next is one, however few hours lie between."""
    ends = {"startDate": start, "endDate": end, "unit": "day"}
    return {"$dateDiff": ends | {"timezone": question.clock.zone}}


def read(found: Iterable[dict[str, Any]]) -> list[Lasted]:
    return [Lasted(g["key"], int(g["days"]), g["count"], g.get("stage")) for g in found]


def duration(lasted: Iterable[Lasted]) -> Line:
    """The p-th percentile is the least that at least p of 100 did not exceed."""
    counts: Counter[int] = Counter()
    for one in lasted:
        counts[one.days] += one.count
    means = {"count": counts.total(), "mean_days": mean(counts), "median_days": median(counts)}
    return means | {f"p{p}_days": percentile(counts, p) for p in PERCENTILES}
