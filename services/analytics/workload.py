"""The report on workload: what each person or team did, and what they won, day by day or summed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kernel.rows import Rows
from services.analytics.averages import percent
from services.analytics.deal_reports.won_value import BEHIND
from services.analytics.deal_reports.worth import tallied
from services.analytics.question import Line, Question, lines
from services.analytics.reading import aggregate
from services.analytics.tally import Group, amounts, counted
from services.analytics.work import FIGURES, WORKLOAD


@dataclass(frozen=True, slots=True)
class Work:
    """What one person did, or won, under one key."""

    key: str | None
    counts: dict[str, int] = field(default_factory=dict)
    won: tuple[Group, ...] = ()


def workload(rows: Rows, question: Question) -> dict[str, Any]:
    """Activities when they happened; deals won when they were closed, as `won-value` has them."""
    groups = [*done(rows, question), *closed(rows, question)]
    return lines(question, groups, summed, lambda found: sum(totals(found).values()))


def done(rows: Rows, question: Question) -> list[Work]:
    match = {"$and": [question.asker.own("person"), question.period.match("at")]}
    sums = {name: {"$sum": f"${name}"} for name in FIGURES}
    group = {"_id": {"key": question.key("person", "at")}} | sums
    found = aggregate(rows.collection(WORKLOAD), {"$match": match}, {"$group": group})
    return [Work(g["_id"].get("key"), {name: g[name] for name in FIGURES}) for g in found]


def closed(rows: Rows, question: Question) -> list[Work]:
    return [Work(g.key, {}, (g,)) for g in tallied(rows, question, BEHIND, ["won"])]


def summed(work: list[Work]) -> Line:
    groups = [group for part in work for group in part.won]
    done = totals(work)
    reach = percent(done["calls_answered"], done["calls"])
    return done | {"reach": reach, "won": counted(groups), "won_amounts": amounts(groups)}


def totals(work: Iterable[Work]) -> dict[str, int]:
    every: Counter[str] = Counter()
    for part in work:
        every.update(part.counts)
    return {name: every[name] for name in FIGURES}
