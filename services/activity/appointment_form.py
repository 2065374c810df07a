"""Reading an appointment as it was sent: what it is about, when, and who comes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kernel.form import Form, time
from services.activity.appointment import BUSY, KINDS, About, Appointment
from services.activity.booking import MOST_ATTENDEES, MOST_ROOMS, Party
from services.activity.events import Span
from services.activity.moments import When, when
from services.activity.parts import whole
from services.zones import is_zone

LONGEST_TITLE = 200
LONGEST_NOTE = 10_000
LONGEST_PLACE = 500
MOST_EXCEPTIONS = 731
FURTHEST_REMINDER = 4 * 7 * 24 * 60  # minutes before
TIMES = ("starts_at", "ends_at", "zone", "all_day", "rule", "except")
Given = Mapping[str, Any]


def about(given: Given) -> About:
    with Form() as form:
        kind = form.choice("kind", given.get("kind") or "appointment", KINDS)
        busy = given.get("busy")
        return About(
            customer_id=form.maybe_text("customer_id", given.get("customer_id"), 64),
            kind=kind,
            title=form.title("title", given.get("title"), LONGEST_TITLE),
            note=form.maybe_text("note", given.get("note"), LONGEST_NOTE, lines=True) or "",
            place=form.maybe_text("place", given.get("place"), LONGEST_PLACE) or "",
            private=form.flag("private", given.get("private")),
            busy=kind in BUSY if busy is None else form.flag("busy", busy),
            remind_minutes=whole(
                form, "remind_minutes", given.get("remind_minutes"), 0, FURTHEST_REMINDER
            ),
        )


def as_given(made: Appointment) -> dict[str, Any]:
    """What somebody would have sent to make it as it is."""
    assert made.about
    others = [one for one in made.answers if one != made.organiser]
    return {**vars(made.about), "attendees": others, "rooms": list(made.rooms)}


def changed_when(made: Appointment, changes: Given, usual: str) -> When:
    """A beginning without an end keeps how long it takes."""
    assert made.when
    if not any(name in changes for name in TIMES):
        return made.when
    was, lasted = made.when, made.when.ends_at - made.when.starts_at
    given = {
        "starts_at": was.starts_at.isoformat(), "ends_at": was.ends_at.isoformat(),
        "zone": was.zone, "all_day": was.all_day, "rule": was.rule,
    } | dict(changes)  # fmt: skip
    if "starts_at" in changes and "ends_at" not in changes:
        with Form() as form:
            starts_at = form.read("starts_at", changes["starts_at"], minute, was.starts_at)
        given["ends_at"] = (starts_at + lasted).isoformat()
    return moments(given, usual)


def moments(given: Given, usual: str) -> When:
    """`usual` is the zone of who says none."""
    with Form() as form:
        starts_at = form.read("starts_at", given.get("starts_at"), minute, NEVER)
        ends_at = form.read("ends_at", given.get("ends_at"), minute, NEVER)
        zone = form.read("zone", given.get("zone") or usual, zone_name, usual)
        all_day = form.flag("all_day", given.get("all_day"))
        rule = form.maybe_text("rule", given.get("rule"), 300) or ""
        without = [
            form.read(f"except.{place}", each, minute, NEVER)
            for place, each in enumerate(listed(form, "except", given.get("except")))
        ]
    return when(starts_at, ends_at, zone, all_day, rule, without)


def span(starts_at: Any, ends_at: Any) -> Span:
    with Form() as form:
        starts = form.read("starts_at", starts_at, minute, NEVER)
        ends = form.read("ends_at", ends_at, minute, NEVER)
    return Span(starts, ends)


def party(given: Given) -> Party:
    with Form() as form:
        people = listed(form, "attendees", given.get("attendees"), MOST_ATTENDEES)
        attendees = [form.person(f"attendees.{n}", one) for n, one in enumerate(people)]
        rooms = form.texts("rooms", given.get("rooms"), MOST_ROOMS, 64)
    return Party(tuple(dict.fromkeys(attendees)), tuple(dict.fromkeys(rooms)))


def listed(form: Form, field: str, value: Any, most: int = MOST_EXCEPTIONS) -> Sequence[Any]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or len(value) > most:
        form.wrong(field, f"must be a list of at most {most}")
        return ()
    return value


def minute(value: Any) -> datetime:
    """Appointments begin and end at full seconds."""
    return time(value).replace(microsecond=0)


def zone_name(value: Any) -> str:
    if not isinstance(value, str) or not is_zone(value):
        raise ValueError("must be a time zone, as Asia/Shanghai")
    return value


NEVER = datetime.min
