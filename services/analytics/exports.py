"""Who has taken whole lists away: one row per export, with how much of it was sent."""

import json
from typing import Any

from gateway.events import ExportBegun, ExportEvent
from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.analytics.pages import order_by, page
from services.analytics.plain import moment, time
from services.analytics.reading import Documents, find_one

PLAIN = ("of", "format", "visibility", "as_of", "by", "rows", "whole")
LATEST = order_by("-begun_at", {"begun_at": "begun_at"})

Condition = dict[str, Any]


def evolve(row: Row, recorded: Recorded) -> Row:
    event: ExportEvent = recorded.event
    if isinstance(event, ExportBegun):
        told = {"of": event.of, "format": event.format, "asked": event.asked, "by": event.by}
        seen = {"visibility": event.visibility, "as_of": list(event.as_of)}
        return row | told | seen | {"begun_at": moment(event.at), "rows": None, "whole": None}
    return row | {"rows": event.rows, "whole": event.whole, "ended_at": moment(event.at)}


EXPORTS = Projection(
    "exports",
    ExportEvent,
    lambda recorded: str(recorded.event.export_id),
    evolve,
    indexes=([("begun_at", -1), ("_id", -1)], [("by", 1), ("begun_at", -1), ("_id", -1)]),
)


def seen(user: str, role: str) -> Condition:
    """Administrators see everybody's, all others their own."""
    return {} if role == "admin" else {"by": {"$eq": user}}


def exports(
    rows: Documents, among: Condition, limit: int | None, cursor: str | None
) -> dict[str, Any]:
    found, following = page(rows, among, LATEST, limit, cursor)
    return {"items": [shown(row) for row in found], "next": following}


def read_export(rows: Documents, among: Condition, export_id: str) -> dict[str, Any]:
    row = find_one(rows, {"$and": [{"_id": {"$eq": export_id}}, among]})
    if row is None:
        raise NotFound(what="export", id=export_id)
    return shown(row)


def shown(row: Row) -> dict[str, Any]:
    ended = row.get("ended_at")
    told = {name: row[name] for name in PLAIN} | {"asked": json.loads(row["asked"])}
    times = {"at": time(row["begun_at"]), "ended_at": time(ended) if ended else None}
    return {"id": row["_id"]} | told | times
