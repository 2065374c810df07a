"""The report on time in stage: days that deals stood on each stage which they left in the days.

A deal that stood twice on a stage counts twice; one that stands there still does not yet.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import Behind, grouped
from services.analytics.deal_reports.days import Lasted, between, duration, read
from services.analytics.question import Line, Question, lines
from services.analytics.reading import Stage

BEHIND = Behind("stays.until", {}, part="stays.stage")


def time_in_stage(rows: Rows, question: Question) -> dict[str, Any]:
    kinds = {"stage": "$stays.stage", "days": between(question, "$stays.since", "$stays.until")}
    each: list[Stage] = [{"$unwind": "$stays"}, {"$match": question.period.match("stays.until")}]
    stays = read(grouped(rows, question, BEHIND, kinds, {"count": 1}, *each))
    return lines(question, stays, by_stage, lambda found: sum(one.count for one in found))


def by_stage(stays: list[Lasted]) -> Line:
    stages = sorted({str(one.stage) for one in stays})
    return {
        "stages": [
            {"stage": stage} | duration(one for one in stays if one.stage == stage)
            for stage in stages
        ]
    }
