"""What the timeline tells of an event: as it was published, less what nobody has said in it."""

from typing import Any

from kernel.projection import Row
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentRescheduled,
    FollowUpAmended,
    FollowUpLogged,
)
from services.analytics.plain import fields

ALWAYS_TOLD = frozenset({"note", "next_contact_at"})
Dated = AppointmentBooked | AppointmentRescheduled | AppointmentCancelled
OF_ALL = ("appointment_id", "starts_at", "ends_at", "by")  # also of private appointments
OF_OPEN = ("kind", "title", "place", "organiser", "attendees", "rule", "private")


def details(event: Any) -> Row:
    """What it tells; of a follow-up without what nobody has said in it, and of an amendment only
    what was amended: the follow-up itself reads as it is now.
    """
    told = fields(event)
    if isinstance(event, FollowUpLogged):
        return {name: value for name, value in told.items() if is_said(name, value)}
    if isinstance(event, Dated):
        return {name: told[name] for name in told_of_appointment(event) if name in told}
    if isinstance(event, FollowUpAmended):
        return {name: told[name] for name in ("follow_up_id", "changed", "reason", "by")}
    return told


def told_of_appointment(event: Dated) -> tuple[str, ...]:
    """Of a private one nobody reads more here than that there is something."""
    is_open = isinstance(event, AppointmentBooked) and not event.private
    return (*OF_ALL, *OF_OPEN) if is_open else OF_ALL


def is_said(name: str, value: Any) -> bool:
    """That nobody answered (`reached` is false) is said as well."""
    return bool(value) or value is False or name in ALWAYS_TOLD
