"""One event of an iCalendar file as an appointment would be sent, without losing any of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONGEST = {"SUMMARY": 200, "DESCRIPTION": 10_000, "LOCATION": 500}
STAMP = "%Y%m%dT%H%M%SZ"
Json = dict[str, Any]


class NotTaken(ValueError):
    """Something of an event would be lost: in words for who has sent it."""


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
