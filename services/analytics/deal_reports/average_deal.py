"""The report on the average deal: the mean amount of the deals that were won (客单价).

In each currency apart, over the deals that have an amount in it; a deal is its owner's, whole.
"""

from decimal import Decimal
from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.worth import averages, tallied
from services.analytics.question import Line, Question, lines
from services.analytics.tally import Group, counted

BEHIND = Behind("closed_at", {"stage": "won"}, parts=["won"])


def average_deal(rows: Rows, question: Question) -> dict[str, Any]:
    return lines(question, tallied(rows, question, BEHIND, ["won"]), average, highest)


def average(groups: list[Group]) -> Line:
    return {"count": counted(groups), "averages": averages(groups)}


def highest(groups: list[Group]) -> Decimal:
    return max((Decimal(mean["amount"]) for mean in averages(groups)), default=Decimal(0))
