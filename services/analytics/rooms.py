"""The rooms there are, and what the company does about two appointments at one time."""

from typing import Any, assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import (
    ConflictPolicySet,
    RoomChanged,
    RoomClosed,
    RoomEvent,
    RoomOpened,
    RoomReopened,
)
from services.analytics.pages import Order, page
from services.analytics.reading import Documents, find_one

BY_ID = Order("_id", "_id")
POLICY_ID = "company"
POLICY: Row = {"people": "hard", "rooms": "hard"}


def evolve(row: Row, recorded: Recorded) -> Row:
    event: RoomEvent = recorded.event
    match event:
        case RoomOpened() | RoomChanged():
            told = {"name": event.name, "seats": event.seats, "place": event.place}
            return {"closed": False} | row | told | {"version": recorded.version}
        case RoomClosed() | RoomReopened():
            return row | {"closed": isinstance(event, RoomClosed), "version": recorded.version}
        case _:
            assert_never(event)


ROOMS = Projection("rooms", RoomEvent, lambda recorded: str(recorded.event.room_id), evolve)
POLICIES = Projection(
    "conflict_policy",
    ConflictPolicySet,
    lambda recorded: POLICY_ID,
    lambda row, recorded: row | {"people": recorded.event.people, "rooms": recorded.event.rooms},
)


def rooms(rows: Documents, limit: int | None, cursor: str | None) -> dict[str, Any]:
    found, following = page(rows, {}, BY_ID, limit, cursor)
    return {"items": [shown(row) for row in found], "next": following}


def shown(row: Row) -> dict[str, Any]:
    names = ("name", "seats", "place", "closed", "version")
    return {"id": row["_id"]} | {name: row[name] for name in names}


def policy(rows: Documents) -> dict[str, Any]:
    found = find_one(rows, {"_id": POLICY_ID}) or POLICY
    return {name: found[name] for name in POLICY}
