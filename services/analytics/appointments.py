"""Appointments as rows: what each is about, who comes, and when all of its occurrences are.

Occurrences lie by months, so that who asks for a day need not read two years of each series.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, assert_never

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
    InvitationAnswered,
    OccurrenceCancelled,
    OccurrenceMoved,
    Span,
    lasting,
)
from services.analytics.plain import moment

ABOUT = ("customer_id", "kind", "title", "note", "place", "private", "busy", "remind_minutes")
WHEN = ("zone", "all_day", "rule")
Attended = AttendanceChanged | InvitationAnswered | AppointmentHandedOver | AppointmentGivenBack
Times = list[list[datetime]]  # of each occurrence: when it begins, ends, and was to begin
Months = dict[str, Times]  # by the month, of UTC, in which each begins

INDEXES = ([("people", 1), ("last", 1)], [("rooms", 1), ("last", 1)], [("organiser", 1)])


def evolve(row: Row, recorded: Recorded) -> Row:
    event: AppointmentEvent = recorded.event
    after = row | happened(row, event)
    after |= {"version": recorded.version, "changed_at": moment(event.at)}
    return after | derived(after)


def happened(row: Row, event: AppointmentEvent) -> Row:
    match event:
        case AppointmentBooked():
            return booked(event)
        case AppointmentEdited():
            return {name: getattr(event, name) for name in ABOUT}
        case AppointmentRescheduled():
            return timed(event) | {"adrift": [], "sequence": row["sequence"] + 1}
        case AppointmentCancelled():
            return {"cancelled": True, "sequence": row["sequence"] + 1}
        case OccurrenceMoved() | OccurrenceCancelled():
            return occurred(row, event) | {"sequence": row["sequence"] + 1}
        case _:
            return peopled(row, event)


def booked(event: AppointmentBooked) -> Row:
    told: Row = {name: getattr(event, name) for name in ABOUT}
    answers = [[event.organiser, "accepted"], *([who, "needs-action"] for who in event.attendees)]
    return told | timed(event) | {
        "organiser": event.organiser, "answers": answers, "rooms": list(event.rooms),
        "adrift": [], "cancelled": False, "sequence": 0, "uid": event.uid,
        "booked_at": moment(event.at),
    }  # fmt: skip


def timed(event: AppointmentBooked | AppointmentRescheduled) -> Row:
    model = Span(event.starts_at, event.ends_at)
    spans = [lasting(at, model, event.zone, event.all_day) for at in event.starts]
    told: Row = {name: getattr(event, name) for name in WHEN}
    return told | {
        "starts_at": moment(event.starts_at),
        "ends_at": moment(event.ends_at),
        "months": by_month([one.starts_at, one.ends_at, one.starts_at] for one in spans),
        "apart": [],
        "left_out": list(event.left_out),
    }


def occurred(row: Row, event: OccurrenceMoved | OccurrenceCancelled) -> Row:
    others = [one for one in times(row) if one[2] != event.occurrence]
    apart = [one for one in row["apart"] if one[2] != event.occurrence]
    match event:
        case OccurrenceMoved():
            moved = [event.starts_at, event.ends_at, event.occurrence]
            return {"months": by_month([*others, moved]), "apart": sorted([*apart, moved])}
        case OccurrenceCancelled():
            left_out = [*row["left_out"], event.occurrence]
            return {"months": by_month(others), "apart": apart, "left_out": left_out}
        case _:
            assert_never(event)


def by_month(found: Iterable[list[datetime]]) -> Months:
    months: Months = {}
    for one in sorted(found):
        months.setdefault(f"{one[0].astimezone(UTC):%Y-%m}", []).append(one)
    return months


def times(row: Row) -> Times:
    """Of all months that are at hand, in order."""
    months: Months = row["months"]
    return [one for month in sorted(months) for one in months[month]]


def peopled(row: Row, event: Attended) -> Row:
    answers = {person: answer for person, answer in row["answers"]}
    match event:
        case AttendanceChanged():
            left = [one for one in answers if one not in event.released]
            kept = {one: answers[one] for one in left}
            rooms = [one for one in row["rooms"] if one not in event.rooms_freed]
            adrift = [one for one in row["adrift"] if one in kept]
            invited = dict.fromkeys(event.invited, "needs-action")
            return said(kept | invited) | {"rooms": [*rooms, *event.rooms_taken], "adrift": adrift}
        case InvitationAnswered():
            adrift = [one for one in row["adrift"] if one != event.person]
            return said({**answers, event.person: event.answer}) | {"adrift": adrift}
        case AppointmentHandedOver():
            return handed_over(row, answers, event)
        case AppointmentGivenBack():
            return given_back(row, answers, event)
        case _:
            assert_never(event)


def handed_over(row: Row, answers: dict[str, str], event: AppointmentHandedOver) -> Row:
    kept = {one: answer for one, answer in answers.items() if one != event.person}
    adrift = [one for one in row["adrift"] if one != event.person]
    if event.to and event.to not in kept:
        kept[event.to] = "needs-action"
        adrift += [event.to] if event.clash else []
    organiser = event.to if event.organises and event.to else row["organiser"]
    return said(kept) | {"adrift": adrift, "organiser": organiser}


def given_back(row: Row, answers: dict[str, str], event: AppointmentGivenBack) -> Row:
    left = None if event.stays else event.before
    kept = {one: answer for one, answer in answers.items() if one != left}
    adrift = [one for one in row["adrift"] if one != left]
    if event.answer is not None and event.person not in kept:
        kept[event.person] = event.answer
        adrift += [event.person] if event.clash else []
    organiser = event.person if event.organises else row["organiser"]
    return said(kept) | {"adrift": adrift, "organiser": organiser}


def said(answers: dict[str, str]) -> Row:
    return {"answers": [[person, answer] for person, answer in answers.items()]}


def derived(row: Row) -> Row:
    """What rows are found by: who comes, and from when until when there is anything of it."""
    coming = [person for person, answer in row["answers"] if answer != "declined"]
    return {"people": coming} | bounds([] if row["cancelled"] else times(row))


def bounds(times: Sequence[Sequence[datetime]]) -> dict[str, Any]:
    """None, which no moment is after, for what never takes place."""
    return {
        "first": min((one[0] for one in times), default=None),
        "last": max((one[1] for one in times), default=None),
    }


APPOINTMENTS = Projection(
    "appointments",
    AppointmentEvent,
    lambda recorded: str(recorded.event.appointment_id),
    evolve,
    indexes=INDEXES,
    edition=2,  # occurrences lie by months
)
