"""A calendar as other programs read it: every appointment under an id that stays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from gateway.icalendar_text import escaped, moment, quoted, utc, written
from gateway.icalendar_zones import time_zone

Item = Mapping[str, Any]
PRODUCT = "-//Guanxi//Calendar 1.0//EN"
STATES = {"needs-action": "NEEDS-ACTION", "accepted": "ACCEPTED", "tentative": "TENTATIVE",
          "declined": "DECLINED"}  # fmt: skip


def etag(feed: Item) -> str:
    """The same as long as nothing in it has changed: it need not be written to know that."""
    told = [feed["name"], *(f"{item['id']} {item['version']}" for item in feed["items"])]
    return f'"{sha256(chr(10).join(told).encode()).hexdigest()[:32]}"'


def calendar(feed: Item) -> bytes:
    items = feed["items"]
    return written([
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(feed['person'])}",
        *zones(items),
        *(line for item in items for line in events(item)),
        "END:VCALENDAR",
    ])  # fmt: skip


def zones(items: Sequence[Item]) -> Iterator[str]:
    years: dict[str, list[int]] = {}
    for item in items:
        if not item["all_day"] and item["zone"] != "UTC":
            moments = [item["starts_at"], *(one["ends_at"] for one in item["occurrences"])]
            years.setdefault(item["zone"], []).extend(int(at[:4]) for at in moments)
    for zone, found in sorted(years.items()):
        yield from time_zone(zone, min(found), max(found))


def events(item: Item) -> Iterator[str]:
    """The series, and each occurrence that is not where the rule has it."""
    starts_at, ends_at = at(item["starts_at"]), at(item["ends_at"])
    yield from event(item, starts_at, ends_at, repeated(item))
    for one in item["occurrences"]:
        if one["starts_at"] != one["planned_at"] or lasts(one) != lasts(item, one):
            named = moment("RECURRENCE-ID", at(one["planned_at"]), item["zone"], item["all_day"])
            extra = [named] if item["rule"] else []
            yield from event(item, at(one["starts_at"]), at(one["ends_at"]), extra)


def repeated(item: Item) -> list[str]:
    if not item["rule"]:
        return []
    zone, all_day = item["zone"], item["all_day"]
    left_out = [moment("EXDATE", at(one), zone, all_day) for one in item["left_out"]]
    return [f"RRULE:{item['rule']}", *left_out]


def lasts(one: Item, occurrence: Item | None = None) -> Any:
    """Of whole days each may have another number of hours: they are not compared."""
    if occurrence is not None and one["all_day"]:
        return lasts(occurrence)
    return at(one["ends_at"]) - at(one["starts_at"])


def event(
    item: Item, starts_at: datetime, ends_at: datetime, recurrence: Iterable[str]
) -> Iterator[str]:
    zone, all_day = item["zone"], item["all_day"]
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(uid(item))}"
    yield f"DTSTAMP:{utc(at(item['changed_at']))}"
    yield f"LAST-MODIFIED:{utc(at(item['changed_at']))}"
    yield f"CREATED:{utc(at(item['booked_at']))}"
    yield f"SEQUENCE:{item['sequence']}"
    yield moment("DTSTART", starts_at, zone, all_day)
    yield moment("DTEND", ends_at, zone, all_day)
    yield from recurrence
    yield f"SUMMARY:{escaped(item['title'])}"
    yield from (f"{name}:{escaped(item[key])}" for name, key in TEXTS if item[key])
    yield f"CATEGORIES:{item['kind'].upper()}"
    yield f"CLASS:{'PRIVATE' if item['private'] else 'PUBLIC'}"
    yield f"TRANSP:{'OPAQUE' if item['busy'] else 'TRANSPARENT'}"
    yield "STATUS:CONFIRMED"
    yield from people(item)
    yield from alarm(item)
    yield "END:VEVENT"


TEXTS = (("DESCRIPTION", "note"), ("LOCATION", "place"))


def people(item: Item) -> Iterator[str]:
    yield f"ORGANIZER;CN={quoted(item['organiser'])}:{address(item['organiser'])}"
    for one in item["answers"]:
        person, state = one["person"], STATES[one["answer"]]
        yield f"ATTENDEE;CN={quoted(person)};PARTSTAT={state}:{address(person)}"


def alarm(item: Item) -> Iterator[str]:
    if item["remind_minutes"] is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{item['remind_minutes']}M")
        yield f"DESCRIPTION:{escaped(item['title'])}"
        yield "END:VALARM"


def address(person: str) -> str:
    return f"urn:guanxi:person:{quote(person, safe='')}"


def uid(item: Item) -> str:
    """What was imported keeps the id that it has elsewhere."""
    return str(item["uid"] or f"{item['id']}@guanxi")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
