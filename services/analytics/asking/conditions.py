"""One test of a query as a condition on rows; what somebody wrote stands behind an operator."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from services.analytics.asking.query import Sum, Test
from services.analytics.facts.fact import GIVEN, Setting
from services.analytics.periods import days
from services.analytics.spans import to_date

OPERATORS: Mapping[str, str] = {
    "is": "$eq", "is_not": "$ne", "in": "$in", "not_in": "$nin",
    "at_least": "$gte", "at_most": "$lte", "above": "$gt", "below": "$lt",
}  # fmt: skip

Condition = dict[str, Any]


def condition(test: Test, path: str, setting: Setting) -> Condition:
    if test.test == GIVEN:
        return {path: {"$ne": None}} if test.value else {path: {"$eq": None}}
    if test.test not in OPERATORS:
        first, last = span(test, setting.clock.today)
        return {"$and": [{path: {"$ne": None}}, days(first, last, setting.clock.zone).match(path)]}
    if isinstance(test.value, Sum):
        bound = {path: {OPERATORS[test.test]: test.value.amount}}
        return {"$and": [bound, {test.field.currency: {"$eq": test.value.currency}}]}
    return {path: {OPERATORS[test.test]: test.value}}


def span(test: Test, today: date) -> tuple[date | None, date | None]:
    """The days that a time must lie in, both included."""
    match test.test:
        case "from":
            return test.value, None
        case "to":
            return None, test.value
        case "within":
            within = to_date(test.value, today)
            return within.first, within.last
        case _:
            return today - timedelta(days=test.value - 1), today
