"""What is decided about an appointment: booked, edited, rescheduled, called off."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kernel import Invalid
from kernel.context import Context
from services.activity import calendar_rights as rights
from services.activity.appointment import About, Appointment
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentEdited,
    AppointmentEvent,
    AppointmentRescheduled,
    AttendanceChanged,
)
from services.activity.moments import When, wrong
from services.activity.room import Room, require_bookable

MOST_ATTENDEES = 50  # the organiser included
MOST_ROOMS = 5
MOST_TAKEN = 5_000  # occurrences times people and rooms: all of them are written in one commit


@dataclass(frozen=True)
class Party:
    """Who and what is needed; `gone` are those of them who have left, `found` the rooms."""

    attendees: tuple[str, ...]
    rooms: tuple[str, ...]
    gone: frozenset[str] = frozenset()
    found: Mapping[str, Room] = field(default_factory=dict)


def book(
    made: Appointment, asker: Context, appointment_id: str, about: About, when: When, party: Party,
    uid: str | None, at: datetime,
) -> list[AppointmentEvent]:  # fmt: skip
    rights.require_staff(asker)
    attendees = tuple(one for one in party.attendees if one != asker.actor)
    require_present(attendees, party.gone)
    require_size(len(attendees) + 1, party.rooms, when)
    require_rooms(party, party.rooms, len(attendees) + 1)
    return [
        AppointmentBooked(
            appointment_id=appointment_id,
            **vars(about),
            organiser=asker.actor,
            attendees=attendees,
            rooms=party.rooms,
            **vars(when),
            uid=uid,
            by=asker.actor,
            at=at,
        )
    ]


def amend(
    made: Appointment, asker: Context, about: About, when: When, party: Party, at: datetime
) -> list[AppointmentEvent]:
    """Whatever of it is not so already. A series whose rule and time stay keeps its exceptions."""
    rights.require_change(asker, made)
    rights.require_going(made)
    attendees = tuple(one for one in party.attendees if one != made.organiser)
    people = len(attendees) + (made.organiser in made.answers)
    require_size(people, party.rooms, when)
    require_rooms(party, [one for one in party.rooms if one not in made.rooms], people)
    return [
        *edited(made, about, asker.actor, at),
        *rescheduled(made, about, when, asker.actor, at),
        *attended(made, attendees, party, asker.actor, at),
    ]


def require_seen(made: Appointment, asker: Context) -> None:
    """Before anything is said about what it would become."""
    rights.require_change(asker, made)


def edited(made: Appointment, about: About, by: str, at: datetime) -> list[AppointmentEvent]:
    if made.about == about:
        return []
    return [AppointmentEdited(made.id, **vars(about), by=by, at=at)]


def rescheduled(
    made: Appointment, about: About, when: When, by: str, at: datetime
) -> list[AppointmentEvent]:
    if made.when == when:
        return []
    return [AppointmentRescheduled(made.id, about.customer_id, **vars(when), by=by, at=at)]


def attended(
    made: Appointment, attendees: Sequence[str], party: Party, by: str, at: datetime
) -> list[AppointmentEvent]:
    """Who was there already may have left since: only whom one invites now must be here."""
    before = [one for one in made.answers if one != made.organiser]
    invited = tuple(one for one in attendees if one not in before)
    released = tuple(one for one in before if one not in attendees)
    taken = tuple(one for one in party.rooms if one not in made.rooms)
    freed = tuple(one for one in made.rooms if one not in party.rooms)
    require_present(invited, party.gone)
    if not (invited or released or taken or freed):
        return []
    return [AttendanceChanged(made.id, invited, released, taken, freed, by, at)]


def cancel(made: Appointment, asker: Context, reason: str, at: datetime) -> list[AppointmentEvent]:
    rights.require_change(asker, made)
    if made.cancelled or made.about is None:
        return []
    return [AppointmentCancelled(made.id, made.about.customer_id, reason, asker.actor, at)]


def require_present(people: Sequence[str], gone: Collection[str]) -> None:
    errors = [
        {
            "field": f"attendees.{place}",
            "message": f"{person} has been deactivated: invite somebody else",
        }
        for place, person in enumerate(people)
        if person in gone
    ]
    if errors:
        raise Invalid("invalid", "the input has errors", errors=errors)


def require_size(people: int, rooms: Sequence[str], when: When) -> None:
    if people > MOST_ATTENDEES:
        raise wrong("attendees", f"at most {MOST_ATTENDEES} come, the organiser included")
    if len(rooms) > MOST_ROOMS:
        raise wrong("rooms", f"at most {MOST_ROOMS}")
    times = len(when.starts)
    if times * (people + len(rooms)) > MOST_TAKEN:
        most = MOST_TAKEN // times
        raise wrong("attendees", f"a series of {times} takes at most {most} people and rooms")


def require_rooms(party: Party, wanted: Sequence[str], people: int) -> None:
    """One that is booked already may have been closed since."""
    for id in wanted:
        require_bookable(party.found.get(id, Room()), f"rooms.{party.rooms.index(id)}", people)
