"""Reading an iCalendar file: each event as an appointment would be sent, or why it cannot be."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from kernel.refusal import Invalid

MOST = 500
DEEPEST = 10
LONGEST_UID = 255
LONGEST_WHY = 200
LONGEST = {"SUMMARY": 200, "DESCRIPTION": 10_000, "LOCATION": 500}
STAMP = "%Y%m%dT%H%M%SZ"
Json = dict[str, Any]
UNREADABLE = "this event cannot be read: it lacks a DTSTART, or one of its lines is broken"
BROKEN = (ValueError, KeyError, TypeError, AttributeError, OverflowError)


class NotTaken(ValueError):
    """Something of an event would be lost: in words for who has sent it."""


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


def given(event: Any, zone: str) -> Json:
    starts = event["DTSTART"].dt
    require_known_zones(event)
    if "RDATE" in event:
        raise NotTaken("RDATE, days beside a rule, is not taken: send them as events of their own")
    told: Json = times(event, zone) | {
        "title": text(event, "SUMMARY").strip() or "…",
        "note": text(event, "DESCRIPTION"),
        "place": text(event, "LOCATION").replace("\n", " "),
        "private": str(event.get("CLASS", "PUBLIC")).upper() != "PUBLIC",
        "busy": str(event.get("TRANSP", "OPAQUE")).upper() == "OPAQUE",
        "all_day": not isinstance(starts, datetime),
        "zone": zone_of(starts, zone, "RRULE" in event),
    }
    if "RRULE" in event:
        told["rule"] = event["RRULE"].to_ical().decode()
        told["except"] = [moment(one, zone) for one in left_out(event)]
    return told


def times(event: Any, zone: str) -> Json:
    """An end, a duration, or what RFC 5545 makes of neither: a whole day, or a moment."""
    starts = event["DTSTART"].dt
    if "DTEND" in event:
        ends = event["DTEND"].dt
    elif "DURATION" in event:
        ends = starts + event["DURATION"].dt
    else:
        ends = starts + (timedelta(minutes=1) if isinstance(starts, datetime) else timedelta(1))
    return {"starts_at": moment(starts, zone), "ends_at": moment(ends, zone)}


def left_out(event: Any) -> Iterator[Any]:
    found = event.get("EXDATE", [])
    for each in found if isinstance(found, list) else [found]:
        yield from (one.dt for one in each.dts)


def text(event: Any, name: str) -> str:
    return str(event.get(name, ""))[: LONGEST[name]]


def cut(event: Any) -> Iterator[str]:
    for name, most in LONGEST.items():
        if (length := len(str(event.get(name, "")))) > most:
            yield f"{name} has {length} characters: the first {most} were kept"


def require_known_zones(event: Any) -> None:
    """One that is named and neither known nor described is read as none by the library."""
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if name in event and floats(event[name].dt) and (zone := event[name].params.get("TZID")):
            raise NotTaken(
                f"its time zone {zone[:64]} is not known here, nor described in the file"
            )


def floats(at: date) -> bool:
    return isinstance(at, datetime) and at.tzinfo is None


def zone_of(at: date, zone: str, repeated: bool) -> str:
    """A zone that the file describes itself is taken for the reader's, if their clocks agree."""
    there = getattr(at, "tzinfo", None)
    if name := getattr(there, "key", None):
        return str(name)
    if repeated and isinstance(at, datetime) and there is not None and there != UTC:
        half_a_year_on = at.replace(tzinfo=None) + timedelta(days=182)
        if not all(agree(day, there, zone) for day in (at.replace(tzinfo=None), half_a_year_on)):
            raise NotTaken(
                f"a series in a zone of its own, {there}, cannot keep its wall time here"
            )
    return zone


def agree(wall: datetime, there: Any, zone: str) -> bool:
    return wall.replace(tzinfo=there).utcoffset() == wall.replace(tzinfo=ZoneInfo(zone)).utcoffset()


def moment(at: date, zone: str) -> str:
    """A day begins at its midnight; a time without zone is the reader's."""
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day)
    there = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC).isoformat()


def stamp(at: str) -> str:
    return datetime.fromisoformat(at).strftime(STAMP)


def cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def unreadable(message: str) -> Invalid:
    errors = [{"field": "file", "message": message}]
    return Invalid("invalid", "the file cannot be taken", errors=errors)
