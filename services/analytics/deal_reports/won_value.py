"""The report on what was won: how many deals, and their amounts in each currency.

Counted when they were closed, for whose they were then, with what was paid.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.worth import tallied, worth
from services.analytics.question import Question, lines
from services.analytics.tally import counted, largest

BEHIND = Behind("closed_at", {"stage": "won"})


def won_value(rows: Rows, question: Question) -> dict[str, Any]:
    groups = tallied(rows, question, BEHIND, ["won"])
    return lines(question, groups, worth, lambda found: (largest(found), counted(found)))
