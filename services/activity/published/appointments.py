"""What can happen to an appointment: booked, changed, answered, cancelled; alone or as a series.

An occurrence of a series is named by the moment at which it was to begin when the series was
made, wherever it has been moved to since: the RECURRENCE-ID of iCalendar.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.activity.published.follow_ups import PERSONAL


@dataclass(frozen=True)
class AppointmentBooked:
    """The organiser attends, unless they decline."""

    appointment_id: str
    customer_id: str | None
    kind: str  # appointment, call, email, fax, memo
    title: Annotated[str, PERSONAL]
    note: Annotated[str, PERSONAL]
    place: Annotated[str, PERSONAL]
    private: bool  # of who does not attend, nobody reads more than that there is something
    busy: bool  # it takes time: nobody can be at two of them
    organiser: str
    attendees: tuple[str, ...]  # besides the organiser
    rooms: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    zone: str  # whose wall time a series keeps
    all_day: bool
    rule: str  # RRULE of RFC 5545, always with an end; "" for a single one
    starts: tuple[datetime, ...]  # of all occurrences
    remind_minutes: int | None  # before each of them
    uid: Annotated[str | None, PERSONAL]  # of the calendar it was imported from
    by: str
    at: datetime
    left_out: tuple[datetime, ...] = ()  # what the rule names, and does not take place


@dataclass(frozen=True)
class AppointmentEdited:
    """What it is about; when, and who comes, is told apart."""

    appointment_id: str
    customer_id: str | None
    kind: str
    title: Annotated[str, PERSONAL]
    note: Annotated[str, PERSONAL]
    place: Annotated[str, PERSONAL]
    private: bool
    busy: bool
    remind_minutes: int | None
    by: str
    at: datetime


@dataclass(frozen=True)
class AppointmentRescheduled:
    """All of it, as if made anew: what was moved or cancelled of a series stands no more."""

    appointment_id: str
    customer_id: str | None
    starts_at: datetime
    ends_at: datetime
    zone: str
    all_day: bool
    rule: str
    starts: tuple[datetime, ...]
    by: str
    at: datetime
    left_out: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class AttendanceChanged:
    appointment_id: str
    invited: tuple[str, ...]
    released: tuple[str, ...]
    rooms_taken: tuple[str, ...]
    rooms_freed: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class InvitationAnswered:
    """Who declines has that time again."""

    appointment_id: str
    person: str
    answer: str  # accepted, tentative, declined
    at: datetime


@dataclass(frozen=True)
class OccurrenceMoved:
    appointment_id: str
    occurrence: datetime
    starts_at: datetime
    ends_at: datetime
    by: str
    at: datetime


@dataclass(frozen=True)
class OccurrenceCancelled:
    appointment_id: str
    occurrence: datetime
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class AppointmentCancelled:
    appointment_id: str
    customer_id: str | None
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class AppointmentHandedOver:
    """Who left is replaced, as organiser too; with `clash` the time was taken, and is not held."""

    appointment_id: str
    handover_id: str
    person: str
    to: str | None  # nobody: they just do not come
    organises: bool  # `to` is the organiser from now on
    clash: bool
    at: datetime


@dataclass(frozen=True)
class AppointmentGivenBack:
    """The handover is undone: the person comes again, as organiser too; in place of `before`."""

    appointment_id: str
    handover_id: str
    person: str
    before: str | None  # who came in for them
    stays: bool  # `before` was asked to come anyway
    organises: bool  # the person is the organiser again
    answer: str | None  # as they had answered; None: they organised it without coming
    clash: bool  # the time was taken, and is not held
    at: datetime


AppointmentEvent = (
    AppointmentBooked
    | AppointmentEdited
    | AppointmentRescheduled
    | AttendanceChanged
    | InvitationAnswered
    | OccurrenceMoved
    | OccurrenceCancelled
    | AppointmentCancelled
    | AppointmentHandedOver
    | AppointmentGivenBack
)
