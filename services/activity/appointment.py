"""An appointment: what it is about, when, who comes, and what has become of its occurrences."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentEdited,
    AppointmentEvent,
    AppointmentGivenBack,
    AppointmentHandedOver,
    AppointmentRescheduled,
    AttendanceChanged,
    InvitationAnswered,
    OccurrenceCancelled,
    OccurrenceMoved,
    Span,
)
from services.activity.moments import When

KINDS = ("appointment", "call", "email", "fax", "memo")
BUSY = frozenset({"appointment", "call"})  # unless it is said otherwise
ANSWERS = ("accepted", "tentative", "declined")
UNANSWERED = "needs-action"


@dataclass(frozen=True)
class About:
    """What it is about."""

    customer_id: str | None
    kind: str
    title: str
    note: str
    place: str
    private: bool
    busy: bool
    remind_minutes: int | None


@dataclass(frozen=True)
class Handed:
    """What somebody had in it who left, and who has come in for them."""

    person: str
    to: str | None
    stays: bool  # `to` was asked to come before
    organised: bool
    answer: str | None


@dataclass(frozen=True)
class Appointment:
    id: str = ""
    about: About | None = None
    when: When | None = None
    organiser: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)  # of all who attend
    rooms: tuple[str, ...] = ()
    moved: Mapping[datetime, Span] = field(default_factory=dict)  # by occurrence
    dropped: frozenset[datetime] = frozenset()
    adrift: frozenset[str] = frozenset()  # who came in for a leaver, and had no time
    cancelled: bool = False
    handed: Mapping[str, Handed] = field(default_factory=dict)  # by handover

    @property
    def people(self) -> frozenset[str]:
        """Whose it is: who organises it and whoever attends."""
        return frozenset([self.organiser, *self.answers])

    def spans(self) -> tuple[Span, ...]:
        """Of all occurrences that take place, in order."""
        if self.cancelled or not self.when:
            return ()
        kept = (
            self.moved.get(at) or self.when.span(at)
            for at in self.when.starts
            if at not in self.dropped
        )
        return tuple(sorted(kept, key=lambda span: span.starts_at))

    def holders(self) -> dict[str, tuple[Span, ...]]:
        """Whose time it takes; not of who declined, nor of who had none when they came in."""
        if not self.about or not self.about.busy:
            return {}
        here = {one for one, answer in self.answers.items() if answer != "declined"}
        return dict.fromkeys(sorted(here - self.adrift), self.spans())

    def taken_rooms(self) -> dict[str, tuple[Span, ...]]:
        """Also by what takes nobody's time."""
        return dict.fromkeys(self.rooms, self.spans())


def evolve(made: Appointment, event: AppointmentEvent) -> Appointment:
    match event:
        case AppointmentBooked():
            return booked(event)
        case AppointmentEdited():
            return replace(made, about=about_of(event))
        case AppointmentRescheduled():
            return anew(made, when_of(event))
        case AppointmentCancelled():
            return replace(made, cancelled=True)
        case OccurrenceMoved() | OccurrenceCancelled():
            return with_occurrence(made, event)
        case _:
            return with_people(made, event)


def booked(event: AppointmentBooked) -> Appointment:
    answers = {event.organiser: "accepted"} | dict.fromkeys(event.attendees, UNANSWERED)
    return Appointment(
        event.appointment_id, about_of(event), when_of(event), event.organiser, answers, event.rooms
    )


def anew(made: Appointment, when: When) -> Appointment:
    """Who had no time then may have it now."""
    return replace(made, when=when, moved={}, dropped=frozenset(), adrift=frozenset())


def with_occurrence(made: Appointment, event: OccurrenceMoved | OccurrenceCancelled) -> Appointment:
    moved = {at: span for at, span in made.moved.items() if at != event.occurrence}
    match event:
        case OccurrenceMoved():
            moved[event.occurrence] = Span(event.starts_at, event.ends_at)
            return replace(made, moved=moved)
        case OccurrenceCancelled():
            return replace(made, moved=moved, dropped=made.dropped | {event.occurrence})
        case _:
            assert_never(event)


def with_people(
    made: Appointment,
    event: AttendanceChanged | InvitationAnswered | AppointmentHandedOver | AppointmentGivenBack,
) -> Appointment:
    match event:
        case AttendanceChanged():
            rooms = tuple(one for one in made.rooms if one not in event.rooms_freed)
            return replace(
                made,
                answers=without(made.answers, *event.released)
                | dict.fromkeys(event.invited, UNANSWERED),
                rooms=(*rooms, *event.rooms_taken),
                adrift=made.adrift - {*event.released},
            )
        case InvitationAnswered():
            answers = {**made.answers, event.person: event.answer}
            return replace(made, answers=answers, adrift=made.adrift - {event.person})
        case AppointmentHandedOver():
            return handed_over(made, event)
        case AppointmentGivenBack():
            return given_back(made, event)
        case _:
            assert_never(event)


def handed_over(made: Appointment, event: AppointmentHandedOver) -> Appointment:
    answers, adrift = without(made.answers, event.person), made.adrift - {event.person}
    if event.to and event.to not in answers:
        answers[event.to] = UNANSWERED
        adrift = adrift | {event.to} if event.clash else adrift
    organiser = event.to if event.organises and event.to else made.organiser
    about = (event.person, event.to, event.to in made.answers, made.organiser == event.person)
    handed = {**made.handed, event.handover_id: Handed(*about, made.answers.get(event.person))}
    return replace(made, answers=answers, adrift=adrift, organiser=organiser, handed=handed)


def given_back(made: Appointment, event: AppointmentGivenBack) -> Appointment:
    leaving = () if event.stays or event.before is None else (event.before,)
    answers, adrift = without(made.answers, *leaving), made.adrift - {*leaving}
    if event.answer is not None and event.person not in answers:
        answers[event.person] = event.answer
        adrift = adrift | {event.person} if event.clash else adrift
    organiser = event.person if event.organises else made.organiser
    return replace(made, answers=answers, adrift=adrift, organiser=organiser)


def without(answers: Mapping[str, str], *people: str) -> dict[str, str]:
    return {person: answer for person, answer in answers.items() if person not in people}


def about_of(event: AppointmentBooked | AppointmentEdited) -> About:
    return About(
        event.customer_id, event.kind, event.title, event.note, event.place, event.private,
        event.busy, event.remind_minutes,
    )  # fmt: skip


def when_of(event: AppointmentBooked | AppointmentRescheduled) -> When:
    return When(
        event.starts_at, event.ends_at, event.zone, event.all_day, event.rule, event.starts,
        event.left_out,
    )  # fmt: skip


APPOINTMENT = Aggregate("appointment", Appointment(), evolve, AppointmentEvent)
