"""The report on the funnel: the deals opened within the days by the stage they stand on now.

Beside them, in the total, the customers registered within the days by their rung of the ladder.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.worth import tallied, worth
from services.analytics.deals import CLOSED
from services.analytics.ladder import LADDER, rungs
from services.analytics.opportunities import STAGES
from services.analytics.question import Line, Question, lines
from services.analytics.tally import Group, counted

BEHIND = Behind("opened_at", {})
RUNNING = tuple(stage for stage in STAGES if stage not in CLOSED)


def funnel(rows: Rows, question: Question) -> dict[str, Any]:
    answer = lines(question, tallied(rows, question, BEHIND, ["opened"]), standing, counted)
    answer["total"]["customers"] = rungs(rows.collection(LADDER), question)
    return answer


def standing(groups: list[Group]) -> Line:
    """The stages of the first pipeline always, those of others where there are deals."""
    others = sorted({group.stage for group in groups} - {*STAGES})
    return {
        "opportunities": [
            {"stage": stage} | worth(group for group in groups if group.stage == stage)
            for stage in (*RUNNING, *others, *CLOSED)
        ]
    }
