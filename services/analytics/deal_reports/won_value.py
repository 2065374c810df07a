"""The report on what was won: how many deals, and their amounts in each currency.

Counted when they were closed, for whose they were then, with what was paid. By person and team
the amount of a deal that several share goes to each by their part, and the deal counts for its
owner: so the lines add up to the total. Who sees the records of some people sees their parts.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.worth import tallied, worth
from services.analytics.question import Question, lines
from services.analytics.tally import counted, largest

BEHIND = Behind("closed_at", {"stage": "won"}, parts=["won"], shared=True)


def won_value(rows: Rows, question: Question) -> dict[str, Any]:
    groups = tallied(rows, question, BEHIND, ["won"])
    return lines(question, groups, worth, lambda found: (largest(found), counted(found)))
