"""What somebody has still to do, and who takes it over when they leave: as far as it is heard."""

from datetime import UTC, datetime
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentEdited,
    AppointmentEvent,
    AppointmentGivenBack,
    AppointmentHandedOver,
    AppointmentRescheduled,
    AttendanceChanged,
    DutiesGivenBack,
    DutiesHandedOver,
    OccurrenceMoved,
    Span,
    TaskEdited,
    TaskEvent,
    TaskGiven,
    TaskPassedOn,
    TaskReopened,
    lasting,
)
from services.customer.published.handovers import HandoverBegun, HandoverEnded, HandoverUndone

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def tasked(row: Row, recorded: Recorded) -> Row:
    event: TaskEvent = recorded.event
    owner = event.owner if isinstance(event, TaskGiven | TaskPassedOn) else row["owner"]
    edited = isinstance(event, TaskEdited)
    opened = row["open"] if edited else isinstance(event, TaskGiven | TaskPassedOn | TaskReopened)
    about = {"owner": owner, "open": opened, "customer_id": event.customer_id}
    by = event.handover_id if isinstance(event, TaskPassedOn) else None
    return row | about | changed_hands(row, by)


def changed_hands(row: Row, handover_id: str | None) -> Row:
    """By which handovers it ever has: what they handed over may have to be given back."""
    before = row.get("handovers", [])
    return {"handovers": sorted({*before, handover_id})} if handover_id else {}


def attended(row: Row, recorded: Recorded) -> Row:
    """Everybody who is asked to come, and the last moment that there may be any of it."""
    event: AppointmentEvent = recorded.event
    match event:
        case AppointmentBooked():
            people = {event.organiser, *event.attendees}
            return row | {"people": sorted(people), "customer_id": event.customer_id} | last(event)
        case AppointmentEdited():
            return row | {"customer_id": event.customer_id}
        case AttendanceChanged():
            return row | {"people": sorted({*row["people"], *event.invited} - {*event.released})}
        case AppointmentHandedOver():
            people = {*row["people"]} - {event.person} | ({event.to} if event.to else set())
            return row | {"people": sorted(people)} | changed_hands(row, event.handover_id)
        case AppointmentGivenBack():
            left = set() if event.stays else {event.before}
            return row | {"people": sorted({*row["people"]} - left | {event.person})}
        case _:
            return row | lasts(row, event)


def lasts(row: Row, event: AppointmentEvent) -> Row:
    match event:
        case AppointmentRescheduled():
            return last(event)
        case OccurrenceMoved():
            return {"last": max(row["last"], moment(event.ends_at))}
        case AppointmentCancelled():
            return {"last": NEVER}
        case _:
            return {}


def last(event: AppointmentBooked | AppointmentRescheduled) -> Row:
    model = Span(event.starts_at, event.ends_at)
    end = lasting(event.starts[-1], model, event.zone, event.all_day).ends_at
    return {"last": moment(end)}


def moment(at: datetime) -> datetime:
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def handed(row: Row, recorded: Recorded) -> Row:
    event: Any = recorded.event
    match event:
        case HandoverBegun():
            return row | {"leaver": event.leaver, "to": list(event.to)}
        case HandoverEnded():
            return row | {"ended_at": moment(event.at), "ended": recorded.position}
        case HandoverUndone():
            return row | undone(event, recorded.position)
        case DutiesGivenBack():
            return row | {"back": True}
        case _:
            return row | {"done": True}


def undone(event: HandoverUndone, position: int) -> Row:
    """What never came to its end has taken nobody's duties."""
    return {"undone_at": moment(event.at), "undone": position} if event.ended_at else {}


TASKS = Projection(
    "open_tasks",
    TaskEvent,
    lambda recorded: str(recorded.event.task_id),
    tasked,
    indexes=([("owner", 1), ("open", 1), ("_id", 1)], [("handovers", 1), ("_id", 1)]),
    edition=2,  # with the handovers by which they have changed hands
)
APPOINTMENTS = Projection(
    "attended",
    AppointmentEvent,
    lambda recorded: str(recorded.event.appointment_id),
    attended,
    indexes=([("people", 1), ("last", 1)], [("handovers", 1), ("_id", 1)]),
    edition=2,  # as of tasks
)
HANDOVERS = Projection(
    "duty_handovers",
    HandoverBegun | HandoverEnded | HandoverUndone | DutiesHandedOver | DutiesGivenBack,
    lambda recorded: str(recorded.event.handover_id),
    handed,
    indexes=([("done", 1), ("ended_at", 1)], [("back", 1), ("undone_at", 1)]),
)
