"""Who comes next in the list that somebody works down, so that one key for each is true."""

from collections.abc import Mapping
from typing import Any

from gateway.customers import STAGES
from gateway.fields import Choice, Text
from gateway.names import Person
from gateway.shape import Shape

AHEAD = 5  # the one just logged may still stand in the list, or again
PAGES = 20  # of a list that may hold what one may not see


class NextOf(Shape):
    """The filters of the list, as GET /v1/customers takes them."""

    q = Text(200)
    owner = Person()
    pool = Text(100)
    stage = Choice(*STAGES)
    contact_status = Choice("followed_up", "not_followed_up")
    due = Text(100)
    sort = Text(50)
    cursor = Text(1000)


def next_customer(
    analytics: Any, of: Mapping[str, Any], logged: str, made: Mapping[str, Any]
) -> dict[str, str] | None:
    """The first of the list as it is after the log, but for the customer itself; None: the end."""
    return first_other(analytics.customers(**of, limit=AHEAD, after=[made["position"]]), logged)


def next_to_call(
    analytics: Any, list_id: str, logged: str, made: Mapping[str, Any]
) -> dict[str, str] | None:
    """The first who is still on the list, and to be seen."""
    cursor = None
    for _ in range(PAGES):
        after = [made["position"]]
        found = analytics.to_call(list_id=list_id, limit=AHEAD, cursor=cursor, after=after)
        following, cursor = first_other(found, logged), found["next"]
        if following or cursor is None:
            return following
    return None


def first_other(found: Mapping[str, Any], logged: str) -> dict[str, str] | None:
    others = (one for one in found["items"] if one["id"] != logged)
    return next(({"id": one["id"], "name": one["name"]} for one in others), None)
