"""Who comes next in the list that somebody works down, so that one key for each is true."""

from collections.abc import Callable, Mapping
from typing import Any

from gateway.cursors import read_on
from gateway.customer_shapes import STAGES
from gateway.fields import Choice, Text
from gateway.names import Person
from gateway.queries import LONGEST_CURSOR
from gateway.shape import Shape
from kernel.refusal import Invalid, Refusal

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
    cursor = Text(LONGEST_CURSOR)


def listed(user: str, of: Mapping[str, Any]) -> Mapping[str, Any]:
    """With the cursor that the list gave them, as its service knows it."""
    try:
        return read_on("/v1/customers", user, dict(of))
    except Invalid as refusal:
        raise within("next_of", refusal) from None


def require_readable(analytics: Any, of: Mapping[str, Any]) -> None:
    """Before anything is written: Invalid for what no list is read by. Who cannot judge now lets
    it pass, for the follow-up matters more than who comes next.
    """
    try:
        analytics.customers(**of, limit=1)
    except Invalid as refusal:
        raise within("next_of", refusal) from None
    except Refusal:
        return


def within(field: str, refusal: Invalid) -> Invalid:
    """The same, about what stands inside this field."""
    fields = dict(refusal.fields)
    errors = [
        {**one, "field": f"{field}.{one['field']}"} for one in fields.pop("errors", ()) if one
    ]
    return Invalid(refusal.slug, f"{field}.{refusal.detail}", **fields, errors=errors)


def told(look: Callable[[], Mapping[str, str] | None]) -> dict[str, Any]:
    """What stands in the log stands: when nobody can say who comes next, that is said instead."""
    try:
        return {"next": look()}
    except Refusal as refusal:
        why = refusal.detail or refusal.slug
        return {"next": None, "next_unknown": f"it is logged, but who comes next is not: {why}"}


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
