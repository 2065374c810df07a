"""When people and rooms are busy, and when all of them are free."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from kernel.projection import Row
from services.analytics.calendar import Whose, overlapping, within
from services.analytics.parameters import wrong
from services.analytics.plain import time as told
from services.analytics.reading import Documents
from services.working_days import WorkingDays

LONGEST = timedelta(days=62)
STEP = timedelta(minutes=15)
MOST_SLOTS = 50
Busy = list[tuple[datetime, datetime]]


def busy(
    rows: Documents, whose: Whose, begin: datetime, end: datetime
) -> dict[tuple[str, str], Busy]:
    """By ("person" or "room", whose), merged and cut to the days that are asked for."""
    if end - begin > LONGEST:
        raise wrong("to", f"is at most {LONGEST.days} days after `from`")
    found = overlapping(rows, whose, begin, end)
    taken = {("person", one): Busy() for one in whose.people}
    taken |= {("room", one): Busy() for one in whose.rooms}
    for row in found:
        spans = [(max(one[0], begin), min(one[1], end)) for one in within(row, begin, end)]
        for key in taken_by(row):
            if key in taken:
                taken[key] += spans
    return {key: list(merged(spans)) for key, spans in taken.items()}


def taken_by(row: Row) -> Iterator[tuple[str, str]]:
    """A room is taken also by what takes nobody's time."""
    if row["busy"]:
        yield from (("person", one) for one in row["people"] if one not in row["adrift"])
    yield from (("room", one) for one in row["rooms"])


def merged(spans: Iterable[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    begin: datetime | None = None
    end: datetime | None = None
    for starts_at, ends_at in sorted(spans):
        if begin is None or end is None or starts_at > end:
            if begin and end:
                yield begin, end
            begin, end = starts_at, ends_at
        else:
            end = max(end, ends_at)
    if begin and end:
        yield begin, end


def shown(taken: dict[tuple[str, str], Busy]) -> dict[str, Any]:
    return {
        "items": [
            {
                what: whose,
                "busy": [{"starts_at": told(one), "ends_at": told(other)} for one, other in spans],
            }
            for (what, whose), spans in taken.items()
        ]
    }


def slots(
    taken: Iterable[Busy], begin: datetime, end: datetime, length: timedelta,
    hours: tuple[time, time], zone: str, days: WorkingDays,
) -> dict[str, Any]:  # fmt: skip
    """The first times at which nobody is busy, within the hours of working days."""
    everybody = list(merged(chain.from_iterable(taken)))
    found: list[dict[str, Any]] = []
    for opens, closes in windows(begin, end, hours, ZoneInfo(zone), days):
        for at in free(everybody, opens, closes, length):
            found.append({"starts_at": told(at), "ends_at": told(at + length)})
            if len(found) == MOST_SLOTS:
                return {"items": found}
    return {"items": found}


def windows(
    begin: datetime, end: datetime, hours: tuple[time, time], zone: ZoneInfo, days: WorkingDays
) -> Iterator[tuple[datetime, datetime]]:
    day, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        opens, closes = (
            datetime.combine(day, hour, zone).astimezone(begin.tzinfo) for hour in hours
        )
        if days.is_working(day) and max(opens, begin) < min(closes, end):
            yield max(opens, begin), min(closes, end)
        day += timedelta(days=1)


def free(
    taken: Sequence[tuple[datetime, datetime]], opens: datetime, closes: datetime,
    length: timedelta,
) -> Iterator[datetime]:  # fmt: skip
    """Beginning at quarters of an hour, or when somebody becomes free."""
    at = rounded(opens)
    for starts_at, ends_at in [*taken, (closes, closes)]:
        while at + length <= min(starts_at, closes):
            yield at
            at += STEP
        if ends_at > at:
            at = rounded(ends_at)


def rounded(at: datetime) -> datetime:
    """Up to the next quarter of an hour."""
    over = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at + (STEP - over if over else timedelta())
