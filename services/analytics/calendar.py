"""Calendars: what is in them for some days, as far as the asker may see it."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from kernel.projection import Row
from services.analytics.appointment_shown import STAMP, answers, reads
from services.analytics.asker import Asker
from services.analytics.parameters import page_length, wrong
from services.analytics.periods import Clock, day_start, parsed
from services.analytics.plain import time
from services.analytics.reading import Documents, find

LONGEST = timedelta(days=366)
USUAL = timedelta(days=31)
MOST_ROWS = 5_000
MOST_PEOPLE = 200
SHOWN = ("appointment_id", "kind", "title", "place", "customer_id", "organiser")


@dataclass(frozen=True)
class Whose:
    """The people and rooms whose calendar is asked for."""

    people: tuple[str, ...]
    rooms: tuple[str, ...] = ()

    def match(self) -> dict[str, Any]:
        return {
            "$or": [
                {"people": {"$in": list(self.people)}},
                {"rooms": {"$in": list(self.rooms)}},
            ]
        }


def span(from_: str | None, to: str | None, clock: Clock) -> tuple[datetime, datetime]:
    """Days of the company's zone, the last one included, or moments."""
    begin = at("from", from_, clock, 0) or clock.start()
    end = at("to", to, clock, 1) or begin + USUAL
    if end <= begin:
        raise wrong("to", "lies before `from`")
    if end - begin > LONGEST:
        raise wrong("to", f"is at most {LONGEST.days} days after `from`")
    return begin, end


def at(field: str, text: str | None, clock: Clock, days: int) -> datetime | None:
    if not text:
        return None
    if "T" not in text.upper():
        day = parsed(field, text)
        return day_start(day + timedelta(days=days), clock.zone) if day else None
    try:
        found = datetime.fromisoformat(text.upper())
        return found.astimezone(UTC) if found.tzinfo else day_start(found.date(), clock.zone)
    except (ValueError, OverflowError):
        raise wrong(field, "is a day, or a time with its zone") from None


def overlapping(rows: Documents, whose: Whose, begin: datetime, end: datetime) -> list[Row]:
    match = {"last": {"$gt": begin}, "first": {"$lt": end}, **whose.match()}
    found = find(rows, match, [("last", 1)], MOST_ROWS + 1)
    if len(found) > MOST_ROWS:
        raise wrong("to", "there is too much in these days: ask for fewer, or for fewer people")
    return found


def within(row: Row, begin: datetime, end: datetime) -> Iterator[Sequence[datetime]]:
    return (one for one in row["times"] if one[0] < end and one[1] > begin)


def calendar(
    rows: Documents, who: Asker, whose: Whose, begin: datetime, end: datetime, kind: str | None,
    limit: int | None, cursor: str | None,
) -> dict[str, Any]:  # fmt: skip
    """Entries in the order of their beginning, page by page."""
    found = overlapping(rows, whose, begin, end)
    kept = [row for row in found if kind in (None, row["kind"]) and (reads(who, row) or masks(row))]
    entries = sorted(
        ((sortable(times, row), row, times) for row in kept for times in within(row, begin, end)),
        key=lambda one: one[0],
    )
    after = opened(cursor)
    length = page_length(limit)
    left = [one for one in entries if one[0] > after]
    shown = [entry(who, whose, row, times) for _, row, times in left[:length]]
    following = sealed(left[length - 1][0]) if len(left) > length else None
    return {"items": shown, "next": following}


def masks(row: Row) -> bool:
    """Of what one may not read, it is told that somebody is busy."""
    return bool(row["busy"])


def entry(who: Asker, whose: Whose, row: Row, times: Sequence[datetime]) -> dict[str, Any]:
    asked = [one for one in row["people"] if one in whose.people]
    told = {
        "starts_at": time(times[0]), "ends_at": time(times[1]), "all_day": row["all_day"],
        "busy": row["busy"], "people": asked,
        "rooms": [one for one in row["rooms"] if one in whose.rooms],
    }  # fmt: skip
    if not reads(who, row):
        return told | dict.fromkeys((*SHOWN, "occurrence", "zone")) | MASKED
    about = {name: row.get(name) for name in SHOWN} | {"appointment_id": row["_id"]}
    return told | about | {
        "occurrence": times[2].strftime(STAMP), "zone": row["zone"], "masked": False,
        "private": row["private"], "recurring": bool(row["rule"]), "moved": times[2] != times[0],
        "answers": answers(row), "adrift": [one for one in row["adrift"] if one in asked],
        "rooms": row["rooms"],
    }  # fmt: skip


MASKED: Row = {"masked": True, "private": None, "recurring": None, "moved": None, "answers": [],
          "adrift": []}  # fmt: skip


def sortable(times: Sequence[datetime], row: Mapping[str, Any]) -> str:
    return f"{times[0]:%Y%m%d%H%M%S} {times[2]:%Y%m%d%H%M%S} {row['_id']}"


def sealed(place: str) -> str:
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def opened(cursor: str | None) -> str:
    if not cursor:
        return ""
    try:
        return base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode()
    except ValueError:
        raise wrong("cursor", "is not one that this list gave") from None


def named(field: str, people: Iterable[str] | None) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(people or ()))
    if len(found) > MOST_PEOPLE:
        raise wrong(field, f"at most {MOST_PEOPLE} at once")
    return found
