"""What both reports on the ladder share: customers, cut by who has them or had them last."""

from collections.abc import Mapping
from typing import Any

from kernel.rows import Rows
from services.analytics.ladder import LADDER
from services.analytics.ladder_reports.behind import HELD, KNOWN
from services.analytics.question import Question
from services.analytics.reading import Stage, aggregate

FIELDS = {"person": HELD, "team": HELD}  # all else as the row calls it


def grouped(
    rows: Rows, question: Question, dated: str, kinds: Mapping[str, Any], *unwound: Stage
) -> list[dict[str, Any]]:
    """So many customers by the key that the report is cut by, and by these kinds."""
    by = str(question.by)
    key = question.key(FIELDS.get(by, by), dated)
    match = {"$and": [KNOWN, question.asker.own(HELD), question.period.match(dated)]}
    group = {"_id": {"key": key, **kinds}, "count": {"$sum": 1}}
    found = aggregate(rows.collection(LADDER), {"$match": match}, *unwound, {"$group": group})
    return [one["_id"] | {"key": one["_id"].get("key"), "count": one["count"]} for one in found]
