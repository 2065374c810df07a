"""The report on what is due: how many customers of each owner wait to be contacted."""

from dataclasses import dataclass
from typing import Any

from kernel.rows import Rows
from services.analytics.directory import DIRECTORY, KNOWN
from services.analytics.due import due, forgotten, planned
from services.analytics.periods import Period
from services.analytics.question import Line, Question, lines
from services.analytics.reading import aggregate

FORGOTTEN_DAYS = 30  # without contact
KINDS = ("overdue", "today", "planned", "never", "forgotten")

Condition = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    key: str
    kind: str
    count: int


def due_customers(rows: Rows, question: Question) -> dict[str, Any]:
    """How many are due, per owner; `planned` counts next contacts within the period."""
    groups = [
        Due(row["_id"], name, row["count"])
        for name, condition in kinds(question).items()
        for row in aggregate(
            rows.collection(DIRECTORY),
            {"$match": {"$and": [owned(question), condition]}},
            {"$group": {"_id": question.key("owner", ""), "count": {"$sum": 1}}},
        )
    ]
    return lines(question, groups, per_kind, lambda found: per_kind(found)["overdue"])


def owned(question: Question) -> Condition:
    return {"$and": [KNOWN, {"owner": {"$ne": None}}, question.asker.own()]}


def kinds(question: Question) -> dict[str, Condition]:
    """Why somebody is due; one may be due for several reasons."""
    clock = question.clock
    ahead = question.period if question.period != Period() else Period(clock.start(-1))
    return {
        "today": due("today", clock),
        "overdue": due("overdue", clock),
        "never": due("never", clock),
        "forgotten": forgotten(FORGOTTEN_DAYS, clock),
        "planned": planned(ahead),
    }


def per_kind(found: list[Due]) -> Line:
    return {kind: sum(due.count for due in found if due.kind == kind) for kind in KINDS}
