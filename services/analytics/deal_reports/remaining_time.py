"""The report on remaining time: from each stage, how many days it took until deals were won.

Of the deals won within the days, from when each first stood on the stage until it was closed: what
a deal that stands there now may still need.
"""

from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.days import between, read
from services.analytics.deal_reports.grouping import Figure, grouped
from services.analytics.deal_reports.time_in_stage import by_stage
from services.analytics.question import Question, lines

BEHIND = Behind("closed_at", {"stage": "won"}, part="stays.stage")
FIRST = {"$eq": ["$place", {"$indexOfArray": ["$stages", "$stays.stage"]}]}
EACH = (
    {"$set": {"stages": "$stays.stage"}},
    {"$unwind": {"path": "$stays", "includeArrayIndex": "place"}},
    {"$match": {"$expr": FIRST}},
)


def remaining_time(rows: Rows, question: Question) -> dict[str, Any]:
    kinds = {"stage": "$stays.stage", "days": between(question, "$stays.since", "$closed_at")}
    figure = Figure(BEHIND, kinds, {"count": 1}, EACH, ["waits"])
    waits = read(grouped(rows, question, figure))
    return lines(question, waits, by_stage, lambda found: sum(one.count for one in found))
