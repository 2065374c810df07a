"""Commitments: what was promised to which customer, by when, by whom, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import Invalid, NotFound
from services.activity.events import (
    CommitmentBroken,
    CommitmentEvent,
    CommitmentKept,
    CommitmentMade,
    CommitmentPostponed,
    CommitmentReassigned,
)
from services.analytics.asker import Asker
from services.analytics.pages import order_by, page
from services.analytics.parameters import one_of, wrong
from services.analytics.periods import Clock, parsed
from services.analytics.plain import moment, time
from services.analytics.reading import Documents, find, find_one

STATUSES = ("open", "kept", "broken")
NEW: Row = {
    "customer_id": None, "follow_up_id": None, "text": "", "due_on": "", "owner": None, "by": "",
    "status": "open", "late": False, "kept_on": None, "note": None, "reason": None,
    "promised_at": None, "closed_at": None, "closed_by": None, "postponed": 0, "version": 0,
}  # fmt: skip
PLAIN = tuple(name for name in NEW if not name.endswith("_at"))
FIRST_DUE = order_by("due_on", {"due_on": "due_on"})
ALLOWED = "is today, overdue, a day, or a range 2026-01-05..2026-01-09"

Condition = dict[str, Any]


def evolve(row: Row, recorded: Recorded) -> Row:
    return NEW | row | told(NEW | row, recorded.event) | {"version": recorded.version}


def told(row: Row, event: CommitmentEvent) -> Row:
    match event:
        case CommitmentMade():
            about = {
                "customer_id": event.customer_id, "follow_up_id": event.follow_up_id,
                "text": event.text, "by": event.by, "promised_at": moment(event.at),
            }  # fmt: skip
            return about | {"owner": event.owner, "due_on": event.due_on.isoformat()}
        case CommitmentKept():
            kept = {"status": "kept", "kept_on": event.kept_on.isoformat(), "note": event.note}
            return kept | {"late": event.kept_on > event.due_on} | closed(event)
        case CommitmentBroken():
            return {"status": "broken", "reason": event.reason} | closed(event)
        case CommitmentPostponed():
            return {"due_on": event.due_on.isoformat(), "postponed": row["postponed"] + 1}
        case CommitmentReassigned():
            return {"owner": event.owner}


def closed(event: CommitmentKept | CommitmentBroken) -> Row:
    return {"closed_at": moment(event.at), "closed_by": event.by}


COMMITMENTS = Projection(
    "commitments",
    CommitmentEvent,
    lambda recorded: str(recorded.event.commitment_id),
    evolve,
    indexes=(
        [("due_on", 1), ("_id", 1)],
        [("owner", 1), ("status", 1), ("due_on", 1), ("_id", 1)],
        [("status", 1), ("due_on", 1), ("_id", 1)],
        [("customer_id", 1), ("due_on", 1), ("_id", 1)],
    ),
)


def commitments(
    rows: Documents,
    clock: Clock,
    filters: Mapping[str, str],
    among: Condition,
    limit: int | None = None,
    cursor: str | None = None,
) -> tuple[list[Row], str | None]:
    """One page, the first due first; `among` are those that the asker may see."""
    conditions = [condition(name, value, clock) for name, value in filters.items()]
    return page(rows, {"$and": [among, *conditions]}, FIRST_DUE, limit, cursor)


def condition(name: str, value: str, clock: Clock) -> Condition:
    match name:
        case "due":
            return {"status": "open"} | due(value, clock)
        case "status":
            return {"status": one_of("status", value, STATUSES)}
        case _:
            return {name: {"$eq": value}}


def due(text: str, clock: Clock) -> Condition:
    """Open ones of these days of the company's calendar."""
    today = clock.today.isoformat()
    match text:
        case "today":
            return {"due_on": today}
        case "overdue":
            return {"due_on": {"$lt": today}}
    first, separator, last = text.partition("..")
    try:
        begin, end = parsed("due", first), parsed("due", last if separator else first)
    except Invalid:
        begin = end = None
    if begin is None or end is None or begin > end:
        raise wrong("due", ALLOWED)
    return {"due_on": {"$gte": begin.isoformat(), "$lte": end.isoformat()}}


def commitment(rows: Documents, commitment_id: str) -> Row:
    row = find_one(rows, {"_id": commitment_id})
    if row is None:
        raise NotFound(what="commitment", id=commitment_id)
    return row


def is_own(row: Row, asker: Asker) -> bool:
    return asker.sees_all or row["owner"] in asker.people


def statuses(rows: Documents, ids: Sequence[str]) -> dict[str, str]:
    found = find(rows, {"_id": {"$in": list(ids)}}, [("_id", 1)], len(ids)) if ids else []
    return {row["_id"]: row["status"] for row in found}


def shown(row: Row, clock: Clock, customer: str | None = None) -> dict[str, Any]:
    plainly = {name: row[name] for name in PLAIN}
    overdue = row["status"] == "open" and row["due_on"] < clock.today.isoformat()
    times = {name: time(row[name]) for name in ("promised_at", "closed_at")}
    return {"id": row["_id"], "customer": customer, "overdue": overdue} | plainly | times
