"""The report on stuck deals: those that stand on their stage for longer than is expected of one.

By the days that their stage's pipeline expects, as of now; the asked days are those in which they
became stuck.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import RUNNING, Behind
from services.analytics.deal_reports.worth import tallied, worth
from services.analytics.question import Line, Question, lines
from services.analytics.tally import Group, counted

BEHIND = Behind("stuck_at", RUNNING, past=True)


def stuck_deals(rows: Rows, question: Question) -> dict[str, Any]:
    return lines(question, tallied(rows, question, BEHIND, ["stuck"]), stuck, counted)


def stuck(groups: list[Group]) -> Line:
    stages = sorted({group.stage for group in groups})
    each = [
        {"stage": stage} | worth(group for group in groups if group.stage == stage)
        for stage in stages
    ]
    return worth(groups) | {"stages": each}
