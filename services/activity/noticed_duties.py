"""What commitments, tasks and appointments tell of, as far as somebody is to be told in time."""

from collections.abc import Iterable
from typing import Any

from kernel.event import Recorded
from kernel.projection import Row
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentGivenBack,
    AppointmentHandedOver,
    AppointmentRescheduled,
    AttendanceChanged,
    CommitmentBroken,
    CommitmentEvent,
    CommitmentKept,
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
from services.activity.noticed_appointments import appointment

Cancelled = AppointmentCancelled | OccurrenceCancelled
Changed = AppointmentRescheduled | OccurrenceMoved | Cancelled


def key(recorded: Recorded) -> Iterable[str]:
    """What it is about; and, where people hear of it at once, a row of its own."""
    event = recorded.event
    if isinstance(event, CommitmentEvent):
        return (f"commitment/{event.commitment_id}",)
    if isinstance(event, TaskEvent):
        news = isinstance(event, TaskGiven | TaskPassedOn) and event.owner != event.by
        return (f"task/{event.task_id}", *([f"news/{recorded.position}"] if news else ()))
    news = bool(invited(event)) or isinstance(event, Changed)
    return (f"appointment/{event.appointment_id}", *([f"news/{recorded.position}"] if news else ()))


def invited(event: Any) -> list[str]:
    match event:
        case AppointmentBooked():
            return [person for person in event.attendees if person != event.by]
        case AttendanceChanged():
            return [person for person in event.invited if person != event.by]
        case AppointmentHandedOver():
            return [event.to] if event.to else []
        case AppointmentGivenBack():
            return [event.person]
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
    starts = moment(event.starts_at) if hasattr(event, "starts_at") else None
    if isinstance(event, Changed):
        kind = "appointment-cancelled" if isinstance(event, Cancelled) else "appointment-moved"
        about = {"kind": kind, "about": event.appointment_id, "by": event.by}
        when = starts or (moment(event.occurrence) if hasattr(event, "occurrence") else None)
        return about | {"moment": when, "attend": f"appointment/{event.appointment_id}"}
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
