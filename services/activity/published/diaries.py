"""Whose time is taken: diaries of people and rooms, a stream for each year; and the rooms."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Span:
    """From its beginning to just before its end."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class TimeTaken:
    """All that an appointment takes in this year, in place of what it took before."""

    holder: str  # login of a person, id of a room
    appointment_id: str
    spans: tuple[Span, ...]  # in order; one across New Year stands in both years
    at: datetime


@dataclass(frozen=True)
class TimeFreed:
    """The appointment takes nothing of this year any more."""

    holder: str
    appointment_id: str
    at: datetime


@dataclass(frozen=True)
class RoomOpened:
    room_id: str
    name: str
    seats: int | None
    place: str
    by: str
    at: datetime


@dataclass(frozen=True)
class RoomChanged:
    room_id: str
    name: str
    seats: int | None
    place: str
    by: str
    at: datetime


@dataclass(frozen=True)
class RoomClosed:
    """It is not booked any more; what was booked stays."""

    room_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class RoomReopened:
    room_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ConflictPolicySet:
    """hard: a second appointment at the same time is refused; soft: it has to be confirmed."""

    people: str
    rooms: str
    by: str
    at: datetime


DiaryEvent = TimeTaken | TimeFreed
RoomEvent = RoomOpened | RoomChanged | RoomClosed | RoomReopened


def lasting(starts_at: datetime, model: Span, zone: str, all_day: bool) -> Span:
    """An occurrence as long as the model: in hours, or in days that end at midnight."""
    if not all_day:
        return Span(starts_at, starts_at + (model.ends_at - model.starts_at))
    here = ZoneInfo(zone)
    first, last = (at.astimezone(here).date() for at in (model.starts_at, model.ends_at))
    end = datetime.combine(starts_at.astimezone(here).date() + (last - first), time(), here)
    return Span(starts_at, end.astimezone(UTC))
