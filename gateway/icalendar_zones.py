"""Time zones as iCalendar tells them: each change of the clocks in the years that are needed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from gateway.icalendar_text import offset

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@lru_cache(512)
def time_zone(name: str, first: int, last: int) -> tuple[str, ...]:
    """VTIMEZONE from the beginning of one year to the end of another."""
    zone = ZoneInfo(name)
    begin = datetime(first, 1, 1, tzinfo=UTC) - 2 * DAY
    changes = list(clock_changes(zone, begin, datetime(last + 1, 1, 3, tzinfo=UTC)))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for at in (begin, *changes):
        lines += observance(zone, at, first=at == begin)
    return (*lines, "END:VTIMEZONE")


def clock_changes(zone: ZoneInfo, at: datetime, end: datetime) -> Iterator[datetime]:
    """To the minute: days first, then hours and minutes of those that have one."""
    while at < end:
        if offset_at(zone, at) != offset_at(zone, at + DAY):
            low, high = at, at + DAY
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                middle = middle.replace(second=0, microsecond=0)
                same = offset_at(zone, middle) == offset_at(zone, low)
                low, high = (middle, high) if same else (low, middle)
            yield high
        at += DAY


def observance(zone: ZoneInfo, at: datetime, first: bool) -> list[str]:
    """What the clocks show from then on; DTSTART is in the time of before."""
    before = offset_at(zone, at if first else at - HOUR)
    after = offset_at(zone, at)
    kind = "DAYLIGHT" if at.astimezone(zone).dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{(at + before).replace(tzinfo=None):%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{offset(before.total_seconds())}",
        f"TZOFFSETTO:{offset(after.total_seconds())}",
        f"TZNAME:{at.astimezone(zone).tzname()}",
        f"END:{kind}",
    ]


def offset_at(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
