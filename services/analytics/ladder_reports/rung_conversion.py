"""The report on conversion between rungs: how many customers got as high as each rung, and share.

Of the customers registered within the days, by the highest rung that each has ever stood on: who
skips a rung upward has passed it, who falls back or is released has reached it all the same.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kernel.rows import Rows
from services.analytics.averages import percent
from services.analytics.ladder import RANKS
from services.analytics.ladder_reports.rungs import grouped
from services.analytics.question import Line, Question, lines

HIGHEST = {"highest": {"$ifNull": ["$highest", 0]}}


@dataclass(frozen=True, slots=True)
class Climbed:
    key: str | None
    highest: int
    count: int


def rung_conversion(rows: Rows, question: Question) -> dict[str, Any]:
    found = grouped(rows, question, "registered_at", HIGHEST)
    climbed = [Climbed(one["key"], one["highest"], one["count"]) for one in found]
    return lines(question, climbed, rungs, lambda every: reached(every, 0))


def rungs(climbed: list[Climbed]) -> Line:
    """`percent` is of the rung below, `percent_of_all` of all customers."""
    counts = {stage: reached(climbed, rank) for stage, rank in RANKS.items()}
    every = counts["pool"]
    steps = [
        {"stage": stage, "reached": counts[stage], "percent": percent(counts[stage], counts[below]),
         "percent_of_all": percent(counts[stage], every)}
        for below, stage in pairwise(counts)
    ]  # fmt: skip
    return {"customers": every, "rungs": steps}


def reached(climbed: list[Climbed], rank: int) -> int:
    return sum(one.count for one in climbed if one.highest >= rank)
