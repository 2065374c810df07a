"""Call lists, and who is still to be called: who was put there first stands first."""

from collections.abc import Sequence
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.activity.events import (
    CallListEvent,
    CallListOpened,
    CustomerStruck,
    ListingEvent,
)
from services.analytics.asker import Asker
from services.analytics.consent import closed_to
from services.analytics.directory import KNOWN, shown
from services.analytics.pages import order_by, page
from services.analytics.plain import moment, time
from services.analytics.reading import Documents, find, find_one

NEWEST_FIRST = order_by("-opened_at", {"opened_at": "opened_at"})
FIRST_LISTED = order_by("listed_at", {"listed_at": "listed_at"})
TOLD = ("id", "name", "owner", "stage", "last_follow_up_at", "next_contact_at")


def evolve(row: Row, recorded: Recorded) -> Row:
    event: CallListEvent = recorded.event
    version = {"version": recorded.version}
    if isinstance(event, CallListOpened):
        told = {"name": event.name, "opened_by": event.by, "opened_at": moment(event.at)}
        return row | told | {"closed": False} | version
    return row | {"closed": True} | version


def listed(row: Row, recorded: Recorded) -> Row | None:
    event: ListingEvent = recorded.event
    if isinstance(event, CustomerStruck):
        return None
    about = {"list": event.list_id, "customer_id": event.customer_id, "listed_by": event.by}
    return row | about | {"listed_at": moment(event.at)}


CALL_LISTS = Projection(
    "call_lists",
    CallListEvent,
    lambda recorded: str(recorded.event.list_id),
    evolve,
    indexes=([("opened_at", -1), ("_id", -1)],),
)
LISTED = Projection(
    "listed",
    ListingEvent,
    lambda recorded: f"{recorded.event.list_id}/{recorded.event.customer_id}",
    listed,
    indexes=([("list", 1), ("listed_at", 1), ("_id", 1)],),
)


def call_lists(rows: Documents, limit: int | None, cursor: str | None) -> dict[str, Any]:
    found, following = page(rows, {"closed": False}, NEWEST_FIRST, limit, cursor)
    items = [
        {"id": row["_id"], **{name: row[name] for name in ("name", "opened_by", "closed")},
         "opened_at": time(row["opened_at"]), "version": row["version"]}
        for row in found
    ]  # fmt: skip
    return {"items": items, "next": following}


def require_there(rows: Documents, list_id: str) -> None:
    if find_one(rows, {"_id": {"$eq": list_id}}) is None:
        raise NotFound(what="call-list", id=list_id)


def to_call(
    listings: Documents,
    directory: Documents,
    closed: Documents,
    asker: Asker,
    list_id: str,
    limit: int | None,
    cursor: str | None,
) -> dict[str, Any]:
    """One page, less those that the asker may not see, or that do not want calls (any more)."""
    found, following = page(listings, {"list": {"$eq": list_id}}, FIRST_LISTED, limit, cursor)
    ids = [row["customer_id"] for row in found]
    known, let_be = seen(directory, asker, ids), closed_to(closed, ids, "phone")
    items = [
        known[row["customer_id"]] | {"listed_at": time(row["listed_at"])}
        for row in found
        if row["customer_id"] in known.keys() - let_be
    ]
    return {"items": items, "next": following}


def seen(directory: Documents, asker: Asker, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    match = {"$and": [{"_id": {"$in": list(ids)}}, KNOWN, asker.customers()]}
    found = find(directory, match, [("_id", 1)], len(ids)) if ids else []
    told = (shown(row, asker) for row in found)
    return {one["id"]: {name: one[name] for name in TOLD} for one in told}
