"""Saved queries: a list of one's own and of what others share, and each with what it asks."""

from collections.abc import Sequence
from typing import Any

from gateway.events import QueryDeleted, QueryEvent, QueryShared
from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.analytics.pages import order_by, page
from services.analytics.plain import moment, time
from services.analytics.reading import Documents, find_one

UNSHARED: Row = {"people": [], "teams": [], "everybody": False}
PLAIN = ("name", "owner", "chart", *UNSHARED, "version")
BY_NAME = order_by("name", {"name": "name"})

Condition = dict[str, Any]


def evolve(row: Row, recorded: Recorded) -> Row | None:
    event: QueryEvent = recorded.event
    version = {"version": recorded.version, "saved_at": moment(event.at)}
    if isinstance(event, QueryDeleted):
        return None
    if isinstance(event, QueryShared):
        shared = {"people": list(event.people), "teams": list(event.teams)}
        return row | shared | {"everybody": event.everybody} | version
    told = {"name": event.name, "asked": event.asked, "chart": event.chart, "owner": event.owner}
    return UNSHARED | row | told | version


SAVED_QUERIES = Projection(
    "saved_queries",
    QueryEvent,
    lambda recorded: str(recorded.event.query_id),
    evolve,
    indexes=([("name", 1), ("_id", 1)],),
)


def seen(user: str, role: str, teams: Sequence[str]) -> Condition:
    """One's own, what is shared with somebody, with their team or one above it, with all."""
    if role == "admin":
        return {}
    mine = [{"owner": {"$eq": user}}, {"people": {"$eq": user}}, {"everybody": True}]
    return {"$or": [*mine, {"teams": {"$in": list(teams)}}]}


def saved_queries(
    rows: Documents, among: Condition, limit: int | None, cursor: str | None
) -> dict[str, Any]:
    found, following = page(rows, among, BY_NAME, limit, cursor)
    return {"items": [shown(row) for row in found], "next": following}


def saved_query(rows: Documents, among: Condition, query_id: str) -> Row:
    row = find_one(rows, {"$and": [{"_id": {"$eq": query_id}}, among]})
    if row is None:
        raise NotFound(what="query", id=query_id)
    return row


def shown(row: Row) -> dict[str, Any]:
    told = {name: row[name] for name in PLAIN}
    return {"id": row["_id"]} | told | {"saved_at": time(row["saved_at"])}
