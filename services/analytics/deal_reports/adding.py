"""What a deal adds to the figure that it stands behind: how often it is counted, and its worth."""

from decimal import Decimal
from typing import Any

from kernel.projection import Row
from services.analytics import deal_parts
from services.analytics.deal_reports.behind import PEOPLE, Behind
from services.analytics.plain import money
from services.analytics.question import Question

Added = dict[str, Any]


def added(row: Row, question: Question, behind: Behind, key: str | None, part: str | None) -> Added:
    """All that stand behind a figure add up to it, in both."""
    if behind.by_parts(question):
        return of_parts(row, question, key)
    among, dot, date = behind.dated.partition(".")
    counted = 1
    if dot:
        name = behind.part.removeprefix(f"{among}.")
        counted = sum(
            question.period.holds(one[date]) and part in (None, one[name]) for one in row[among]
        )
    return {"counted": counted, "worth": money(row["amount"], row["currency"])}


def of_parts(row: Row, question: Question, key: str | None) -> Added:
    """Those of the line that the asker sees."""
    theirs = [part for part in deal_parts.parts(row) if counts(question, key, part.person)]
    amount = row["amount"]
    worth = amount and sum((part.of(Decimal(amount)) for part in theirs), Decimal(0))
    return {"counted": sum(part.own for part in theirs), "worth": money(worth, row["currency"])}


def counts(question: Question, key: str | None, person: str | None) -> bool:
    if not (question.asker.sees_all or person in question.asker.people):
        return False
    return question.by not in PEOPLE or question.called(person) == key
