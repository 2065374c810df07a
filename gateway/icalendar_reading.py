"""Reading an iCalendar file: each event as an appointment would be sent, or why it cannot be."""

import re
from typing import Any

import icalendar

from gateway.icalendar_event import (
    Json,
    NotTaken,
    cancelled,
    cut,
    given,
    moment,
    require_known_zones,
    stamp,
    times,
)
from kernel.refusal import Invalid

MOST = 500
DEEPEST = 10
LONGEST_UID = 255
LONGEST_WHY = 200
UNREADABLE = "this event cannot be read: it lacks a DTSTART, or one of its lines is broken"
BROKEN = (ValueError, KeyError, TypeError, AttributeError, OverflowError)


def events(content: bytes, zone: str) -> list[Json]:
    """Each with its number, in the order of the file; Invalid for what is no calendar.

    `zone` is that of a time which says none.
    """
    require_flat(content)
    found = [event for one in calendars(content) for event in one.walk("VEVENT")]
    if len(found) > MOST:
        raise unreadable(f"at most {MOST} events at once, please; there are {len(found)}")
    return gathered(found, zone)


def calendars(content: bytes) -> list[Any]:
    try:
        found = list(icalendar.Calendar.from_ical(content, multiple=True))
    except ValueError as error:
        raise unreadable(f"one of its lines cannot be read: {str(error)[:LONGEST_WHY]}") from None
    except (IndexError, KeyError, TypeError, AttributeError):
        found = []
    if not found:
        raise unreadable("this is no iCalendar file, or not the whole of one")
    return found


def require_flat(content: bytes) -> None:
    """Before a library builds anything: an event holds alarms, and those hold nothing more."""
    depth = 0
    for begins in re.findall(rb"^(BEGIN|END):", content, re.IGNORECASE | re.MULTILINE):
        depth += 1 if begins.upper() == b"BEGIN" else -1
        if depth > DEEPEST:
            raise unreadable("its parts lie too deep in each other: this is no usual calendar")


def gathered(found: list[Any], zone: str) -> list[Json]:
    """A series, together with those of its occurrences that the file tells apart."""
    series: dict[str, Json] = {}
    for number, event in enumerate(found, 1):
        if "RECURRENCE-ID" not in event:
            told = whole(event, number, zone)
            series[told["uid"]] = told
    for number, event in enumerate(found, 1):
        if "RECURRENCE-ID" in event:
            apart(series, event, number, zone)
    return sorted(series.values(), key=lambda one: int(one["event"]))


def whole(event: Any, number: int, zone: str) -> Json:
    """An event that has no id cannot be brought in once only: it gets one that says where it is."""
    uid = str(event.get("UID", ""))
    told: Json = {"uid": uid if is_id(uid) else f"event {number}", "event": number}
    if not is_id(uid):
        why = f"has no UID of 1 to {LONGEST_UID} printable characters, by which it is known again"
        return told | {"error": f"event {number} {why}"}
    try:
        about = {"moved": {}, "cancelled": cancelled(event), "warnings": list(cut(event))}
        return told | {"given": given(event, zone)} | about
    except NotTaken as why:
        return told | {"error": str(why)}
    except BROKEN:
        return told | {"error": UNREADABLE}


def is_id(uid: str) -> bool:
    return 0 < len(uid) <= LONGEST_UID and uid.isprintable() and uid == uid.strip()


def apart(series: dict[str, Json], event: Any, number: int, zone: str) -> None:
    """Moved, or called off."""
    uid = str(event.get("UID", ""))
    known = series.get(uid)
    if known is None:
        lone = f"event {number} is one occurrence of a series that is not in the file"
        series[uid or f"event {number}"] = {
            "uid": uid if is_id(uid) else f"event {number}", "event": number, "error": lone,
        }  # fmt: skip
    elif "given" in known:
        try:
            put_apart(known, event, zone)
        except BROKEN as why:
            del known["given"]
            known["error"] = str(why) if isinstance(why, NotTaken) else UNREADABLE


def put_apart(known: Json, event: Any, zone: str) -> None:
    require_known_zones(event)
    which = moment(event["RECURRENCE-ID"].dt, zone)
    if cancelled(event):
        known["given"].setdefault("except", []).append(which)
    else:
        known["moved"][stamp(which)] = times(event, zone)


def unreadable(message: str) -> Invalid:
    errors = [{"field": "file", "message": message}]
    return Invalid("invalid", "the file cannot be taken", errors=errors)
