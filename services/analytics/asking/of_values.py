"""Measures that need all values of a group: the middle one, one at a rank, how many differ."""

from collections.abc import Callable, Mapping
from typing import Any

Expression = Any


def some(values: str) -> Expression:
    """Those that are there."""
    return {"$filter": {"input": values, "cond": {"$ne": ["$$this", None]}}}


def in_order(values: Expression, made: Expression) -> Expression:
    """`made` may speak of the values as `$$sorted` and of their number as `$$count`."""
    counted = {"$let": {"vars": {"count": {"$size": "$$sorted"}}, "in": made}}
    inside = {"sorted": {"$sortArray": {"input": values, "sortBy": 1}}}
    return {"$let": {"vars": inside, "in": counted}}


def at(place: Expression) -> Expression:
    return {"$arrayElemAt": ["$$sorted", {"$toInt": place}]}


def median(values: Expression, _: int) -> Expression:
    """The middle value, or the mean of the two in the middle."""
    low = {"$floor": {"$divide": [{"$subtract": ["$$count", 1]}, 2]}}
    high = {"$floor": {"$divide": ["$$count", 2]}}
    return in_order(values, {"$avg": [at(low), at(high)]})


def percentile(values: Expression, rank: int) -> Expression:
    """The smallest value that at least so many percent of all do not exceed."""
    place = {"$ceil": {"$divide": [{"$multiply": [rank, "$$count"]}, 100]}}
    return in_order(values, at({"$subtract": [place, 1]}))


def distinct(values: Expression, _: int) -> Expression:
    return {"$size": values}


FINISHED: Mapping[str, Callable[[Expression, int], Expression]] = {
    "median": median,
    "percentile": percentile,
    "distinct": distinct,
}
