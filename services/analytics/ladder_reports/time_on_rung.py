"""The report on time on the rungs: days that customers stood on each rung which they left.

Left within the days, upward or downward; who stands there still does not count yet.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.days import between, read
from services.analytics.deal_reports.time_in_stage import by_stage
from services.analytics.ladder_reports import behind
from services.analytics.ladder_reports.rungs import grouped
from services.analytics.question import Question, lines
from services.analytics.reading import Stage

LEFT = "stays.until"
TIMED = {f"stays.{name}": one for name, one in behind.TIMED.items()}


def time_on_rung(rows: Rows, question: Question) -> dict[str, Any]:
    kinds = {"stage": "$stays.stage", "days": between(question, "$stays.since", f"${LEFT}")}
    each: list[Stage] = [{"$unwind": "$stays"}, {"$match": question.period.match(LEFT) | TIMED}]
    stays = read(grouped(rows, question, LEFT, kinds, *each))
    return lines(question, stays, by_stage, lambda found: sum(one.count for one in found))
