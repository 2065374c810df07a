"""When an appointment takes place and who comes, as far as they are told that it will begin."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kernel.projection import Row
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentEdited,
    AppointmentGivenBack,
    AppointmentHandedOver,
    AppointmentRescheduled,
    AttendanceChanged,
    InvitationAnswered,
    OccurrenceCancelled,
    OccurrenceMoved,
)
from services.activity.instants import moment


def appointment(row: Row, event: Any, at: datetime) -> Row:
    told = when(row, event, at) | {"attending": who(row.get("attending", []), event)}
    if isinstance(event, AppointmentBooked):
        told["about"] = event.appointment_id
    if isinstance(event, AppointmentBooked | AppointmentEdited):
        told |= {"remind": event.remind_minutes, "customer_id": event.customer_id}
    return told


def when(row: Row, event: Any, at: datetime) -> Row:
    """Each occurrence by its name, and when it begins."""
    match event:
        case AppointmentBooked() | AppointmentRescheduled():
            starts = [[moment(one), moment(one)] for one in event.starts]
            return {"starts": starts, "known_at": at}
        case OccurrenceMoved():
            return {"starts": moved(row, event.occurrence, event.starts_at)}
        case OccurrenceCancelled():
            return {"starts": moved(row, event.occurrence, None)}
        case AppointmentCancelled():
            return {"over": True}
        case _:
            return {}


def who(before: list[str], event: Any) -> list[str]:
    match event:
        case AppointmentBooked():
            return with_them([], [event.organiser, *event.attendees])
        case AttendanceChanged():
            return with_them(without(before, event.released), event.invited)
        case InvitationAnswered():
            stay = without(before, [event.person])
            return stay if event.answer == "declined" else with_them(before, [event.person])
        case AppointmentHandedOver():
            return with_them(without(before, [event.person]), [event.to] if event.to else [])
        case AppointmentGivenBack():
            left = [] if event.stays or event.before is None else [event.before]
            coming = event.answer not in (None, "declined")
            return with_them(without(before, left), [event.person] if coming else [])
        case _:
            return before


def with_them(people: list[str], more: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*people, *more]))


def without(people: Iterable[str], gone: Iterable[str]) -> list[str]:
    return [person for person in people if person not in set(gone)]


def moved(row: Row, occurrence: datetime, to: datetime | None) -> list[list[datetime]]:
    name = moment(occurrence)
    others = [pair for pair in row.get("starts", ()) if pair[0] != name]
    return sorted([*others, [name, moment(to)]] if to else others, key=lambda pair: pair[1])
