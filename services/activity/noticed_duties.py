"""What commitments, tasks and appointments tell of, as far as somebody is to be told in time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kernel.event import Recorded
from kernel.projection import Row
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentEdited,
    AppointmentHandedOver,
    AppointmentRescheduled,
    AttendanceChanged,
    CommitmentBroken,
    CommitmentEvent,
    CommitmentKept,
    InvitationAnswered,
    OccurrenceCancelled,
    OccurrenceMoved,
    TaskDone,
    TaskDropped,
    TaskEdited,
    TaskEvent,
    TaskGiven,
    TaskPassedOn,
)
from services.activity.instants import moment


def key(recorded: Recorded) -> Iterable[str]:
    """What it is about; and, where people hear of it at once, a row of its own."""
    event = recorded.event
    if isinstance(event, CommitmentEvent):
        return (f"commitment/{event.commitment_id}",)
    if isinstance(event, TaskEvent):
        news = isinstance(event, TaskGiven | TaskPassedOn) and event.owner != event.by
        return (f"task/{event.task_id}", *([f"news/{recorded.position}"] if news else ()))
    news = bool(invited(event))
    return (f"appointment/{event.appointment_id}", *([f"news/{recorded.position}"] if news else ()))


def invited(event: Any) -> list[str]:
    match event:
        case AppointmentBooked():
            return [person for person in event.attendees if person != event.by]
        case AttendanceChanged():
            return [person for person in event.invited if person != event.by]
        case AppointmentHandedOver():
            return [event.to] if event.to else []
        case _:
            return []


def facts(row: Row, recorded: Recorded) -> Row:
    event, at = recorded.event, moment(recorded.at)
    if row["_id"].startswith("news/"):
        return news(event) | {"due": at}
    if isinstance(event, CommitmentEvent):
        return commitment(event) | {"known_at": at}
    if isinstance(event, TaskEvent):
        return task(event) | {"known_at": at}
    return appointment(row, event, at)


def news(event: Any) -> Row:
    """Somebody is told at once."""
    if isinstance(event, TaskGiven | TaskPassedOn):
        told = {"kind": "task-given", "about": event.task_id, "tell": [[event.owner, None, None]]}
        due = moment(event.due_at) if isinstance(event, TaskGiven) and event.due_at else None
        return told | {"moment": due, "by": event.by, "customer_id": event.customer_id}
    starts = moment(event.starts_at) if isinstance(event, AppointmentBooked) else None
    return {
        "kind": "appointment-invited",
        "about": event.appointment_id,
        "tell": [[person, None, None] for person in invited(event)],
        "moment": starts,
        "customer_id": getattr(event, "customer_id", None),
        "by": getattr(event, "by", None),
    }


def commitment(event: CommitmentEvent) -> Row:
    over = isinstance(event, CommitmentKept | CommitmentBroken)
    told = {"owner": event.owner, "due_on": event.due_on.isoformat(), "over": over}
    return told | {"customer_id": event.customer_id, "about": event.commitment_id}


def task(event: TaskEvent) -> Row:
    told: Row = {"customer_id": event.customer_id, "about": event.task_id}
    told["over"] = isinstance(event, TaskDone | TaskDropped)
    if isinstance(event, TaskGiven | TaskPassedOn):
        told["owner"] = event.owner
    if isinstance(event, TaskGiven | TaskEdited):
        told["due_at"] = moment(event.due_at) if event.due_at else None
    return told


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
