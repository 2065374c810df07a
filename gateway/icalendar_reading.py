"""Reading an iCalendar file: each event as an appointment would be sent, or why it cannot be."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from kernel.refusal import Invalid

MOST = 500
STAMP = "%Y%m%dT%H%M%SZ"
Json = dict[str, Any]
UNREADABLE = "this event cannot be read: it lacks a DTSTART, or one of its lines is broken"


def events(content: bytes, zone: str) -> list[Json]:
    """By UID, in the order of the file; Invalid for what is no calendar.

    `zone` is that of a time which says none.
    """
    try:
        components = list(icalendar.Calendar.from_ical(content, multiple=True))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        components = []
    if not components:
        raise unreadable("this is no iCalendar file, or not the whole of one")
    found = [event for one in components for event in one.walk("VEVENT")]
    if len(found) > MOST:
        raise unreadable(f"at most {MOST} events at once, please; there are {len(found)}")
    return list(gathered(found, zone))


def gathered(found: list[Any], zone: str) -> Iterator[Json]:
    """A series, together with those of its occurrences that the file tells apart."""
    series: dict[str, Json] = {}
    for event in found:
        uid = str(event.get("UID", ""))[:255]
        if "RECURRENCE-ID" not in event:
            series[uid] = {"uid": uid} | whole(event, zone)
    for event in found:
        known = series.get(str(event.get("UID", ""))[:255])
        if "RECURRENCE-ID" in event and known and "given" in known:
            apart(known, event, zone)
    yield from series.values()


def whole(event: Any, zone: str) -> Json:
    try:
        return {"given": given(event, zone), "moved": {}, "cancelled": cancelled(event)}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return {"error": UNREADABLE}


def apart(known: Json, event: Any, zone: str) -> None:
    """Moved, or called off."""
    try:
        which = moment(event["RECURRENCE-ID"].dt, zone)
        if cancelled(event):
            known["given"].setdefault("except", []).append(which)
        else:
            known["moved"][stamp(which)] = times(event, zone)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        known.pop("given")
        known["error"] = UNREADABLE


def given(event: Any, zone: str) -> Json:
    starts = event["DTSTART"].dt
    told: Json = times(event, zone) | {
        "title": str(event.get("SUMMARY", "")).strip()[:200] or "…",
        "note": str(event.get("DESCRIPTION", ""))[:10_000],
        "place": str(event.get("LOCATION", "")).replace("\n", " ")[:500],
        "private": str(event.get("CLASS", "PUBLIC")).upper() != "PUBLIC",
        "busy": str(event.get("TRANSP", "OPAQUE")).upper() == "OPAQUE",
        "all_day": not isinstance(starts, datetime),
        "zone": zone_of(starts, zone),
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


def zone_of(at: date, zone: str) -> str:
    return str(getattr(getattr(at, "tzinfo", None), "key", None) or zone)


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
