"""The report on time in stage: days that deals stood on each stage which they left in the days.

A deal that stood twice on a stage counts twice; one that stands there still does not yet.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.days import Lasted, between, duration, read
from services.analytics.deal_reports.grouping import Figure, grouped
from services.analytics.question import Line, Question, lines

BEHIND = Behind("stays.until", {}, part="stays.stage")
EACH = ({"$unwind": "$stays"},)


def time_in_stage(rows: Rows, question: Question) -> dict[str, Any]:
    kinds = {"stage": "$stays.stage", "days": between(question, "$stays.since", "$stays.until")}
    figure = Figure(BEHIND, kinds, {"count": 1}, EACH, ["stays"])
    stays = read(grouped(rows, question, figure))
    return lines(question, stays, by_stage, lambda found: sum(one.count for one in found))


def by_stage(stays: list[Lasted]) -> Line:
    stages = sorted({str(one.stage) for one in stays})
    return {
        "stages": [
            {"stage": stage} | duration(one for one in stays if one.stage == stage)
            for stage in stages
        ]
    }
