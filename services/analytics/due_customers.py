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


@dataclass(frozen=True, slots=True)
class Due:
    key: str
    kind: str
    count: int


def due_customers(rows: Rows, question: Question) -> dict[str, Any]:
    """How many are due, per owner; `planned` counts next contacts within the period."""
    clock, directory = question.clock, rows.collection(DIRECTORY)
    ahead = question.period if question.period != Period() else Period(clock.start(-1))
    kinds = {
        "today": due("today", clock),
        "overdue": due("overdue", clock),
        "never": due("never", clock),
        "forgotten": forgotten(FORGOTTEN_DAYS, clock),
        "planned": planned(ahead),
    }
    match = {"$and": [KNOWN, {"owner": {"$ne": None}}, question.asker.own()]}
    groups = [
        Due(row["_id"], name, row["count"])
        for name, condition in kinds.items()
        for row in aggregate(
            directory,
            {"$match": {"$and": [match, condition]}},
            {"$group": {"_id": question.key("owner", ""), "count": {"$sum": 1}}},
        )
    ]
    return lines(question, groups, per_kind, lambda found: per_kind(found)["overdue"])


def per_kind(found: list[Due]) -> Line:
    return {kind: sum(due.count for due in found if due.kind == kind) for kind in KINDS}
