"""The report on conversion between stages: of the deals that reached a stage, where they went next.

Of the deals opened within the days. What counts is the first step from each stage; a deal that has
taken none stands there still (`to` is null).
"""

from dataclasses import dataclass
from typing import Any

from kernel.rows import Rows
from services.analytics.averages import percent
from services.analytics.deal_reports.behind import ENDED, Behind, Condition
from services.analytics.deal_reports.grouping import Figure, grouped
from services.analytics.question import Line, Question, lines

STILL: Condition = {"exits.to": None}
BEHIND = Behind(
    "opened_at", {}, part="exits.stage", then="exits.to", which=ENDED | {"still": STILL}
)


@dataclass(frozen=True, slots=True)
class Step:
    key: str | None
    stage: str
    to: str | None
    won: str | None  # in the end, whichever way it took
    count: int


def conversion(rows: Rows, question: Question) -> dict[str, Any]:
    won = {"$cond": [{"$eq": ["$stage", "won"]}, "won", None]}
    kinds = {"stage": "$exits.stage", "to": "$exits.to", "won": won}
    figure = Figure(BEHIND, kinds, {"count": 1}, [{"$unwind": "$exits"}], ["steps"])
    found = grouped(rows, question, figure)
    steps = [Step(g["key"], g["stage"], g.get("to"), g.get("won"), g["count"]) for g in found]
    return lines(question, steps, converted, total)


def converted(steps: list[Step]) -> Line:
    """The most reached stage first: that is the order in which deals go through them."""
    stages = sorted({step.stage for step in steps})
    told = [leaving(stage, [step for step in steps if step.stage == stage]) for stage in stages]
    return {"stages": sorted(told, key=lambda one: -one["reached"])}


def leaving(stage: str, steps: list[Step]) -> dict[str, Any]:
    reached, won = total(steps), total([step for step in steps if step.won])
    counts: dict[str | None, int] = {}
    for step in steps:
        counts[step.to] = counts.get(step.to, 0) + step.count
    ranked = sorted(counts.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0] or ""))
    shown = [{"to": to, "count": n, "percent": percent(n, reached)} for to, n in ranked]
    return {
        "stage": stage, "reached": reached, "won": won, "won_percent": percent(won, reached),
        "next": shown,
    }  # fmt: skip


def total(steps: list[Step]) -> int:
    return sum(step.count for step in steps)
