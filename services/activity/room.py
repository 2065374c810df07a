"""Rooms that can be booked, and what the company does about two appointments at one time."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate
from services.activity.events import (
    ConflictPolicySet,
    RoomChanged,
    RoomClosed,
    RoomEvent,
    RoomOpened,
    RoomReopened,
)
from services.activity.moments import wrong

POLICIES = ("hard", "soft")


@dataclass(frozen=True)
class Room:
    id: str = ""
    name: str = ""
    seats: int | None = None
    place: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Policy:
    people: str = "hard"
    rooms: str = "hard"


def open_(
    room: Room, room_id: str, name: str, seats: int | None, place: str, by: str, at: datetime
) -> list[RoomEvent]:
    return [RoomOpened(room_id, name, seats, place, by, at)]


def change_room(
    room: Room, name: str, seats: int | None, place: str, by: str, at: datetime
) -> list[RoomEvent]:
    if (room.name, room.seats, room.place) == (name, seats, place):
        return []
    return [RoomChanged(room.id, name, seats, place, by, at)]


def close(room: Room, by: str, at: datetime) -> list[RoomEvent]:
    return [] if room.closed else [RoomClosed(room.id, by, at)]


def reopen(room: Room, by: str, at: datetime) -> list[RoomEvent]:
    return [RoomReopened(room.id, by, at)] if room.closed else []


def require_bookable(room: Room, field: str, people: int) -> None:
    if not room.id:
        raise wrong(field, "there is no such room: see /v1/rooms")
    if room.closed:
        raise wrong(field, f"{room.name} is closed: choose another one")
    if room.seats is not None and room.seats < people:
        raise wrong(field, f"{room.name} has {room.seats} seats, and {people} come")


def set_policy(
    policy: Policy, people: str, rooms: str, by: str, at: datetime
) -> list[ConflictPolicySet]:
    if policy == Policy(people, rooms):
        return []
    return [ConflictPolicySet(people, rooms, by, at)]


def evolve(room: Room, event: RoomEvent) -> Room:
    match event:
        case RoomOpened() | RoomChanged():
            closed = room.closed
            return Room(event.room_id, event.name, event.seats, event.place, closed)
        case RoomClosed() | RoomReopened():
            return replace(room, closed=isinstance(event, RoomClosed))
        case _:
            assert_never(event)


def policy_after(policy: Policy, event: ConflictPolicySet) -> Policy:
    return Policy(event.people, event.rooms)


ROOM = Aggregate("room", Room(), evolve, RoomEvent)
POLICY = Aggregate("conflict-policy", Policy(), policy_after, ConflictPolicySet, implicit=True)
