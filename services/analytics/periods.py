"""Days, weeks, months, quarters and years of the company's time zone."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kernel.form import day
from services.analytics.parameters import wrong

FIRST_YEAR, LAST_YEAR = 1900, 2999
FORMATS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}
PERIODS = (*FORMATS, "quarter", "year")
SHAPES = {
    "day": r"(\d{4}-\d\d-\d\d)", "week": r"(\d{4}-W\d\d)", "month": r"(\d{4}-\d\d)",
    "quarter": r"(\d{4})-Q([1-4])", "year": r"(\d{4})",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of its first day to the beginning of the day after its last."""

    start: datetime | None = None
    end: datetime | None = None

    def match(self, field: str) -> dict[str, Any]:
        """Condition on a field of rows; without bounds none, not even that the field is there."""
        bounds = {"$gte": self.start, "$lt": self.end}
        given = {operator: at for operator, at in bounds.items() if at}
        return {field: given} if given else {}

    def holds(self, at: datetime) -> bool:
        """The same of one time."""
        begun = self.start is None or at >= self.start
        return begun and (self.end is None or at < self.end)

    def both(self, other: "Period") -> "Period":
        """The time that they have in common, which may be none."""
        starts = [at for at in (self.start, other.start) if at]
        ends = [at for at in (self.end, other.end) if at]
        return Period(max(starts, default=None), min(ends, default=None))


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment of the question, in the company's zone."""

    now: datetime
    zone: str

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def start(self, days_ago: int = 0) -> datetime:
        return day_start(self.today - timedelta(days=days_ago), self.zone)


def day_start(date_: date, zone: str) -> datetime:
    return datetime.combine(date_, time(), ZoneInfo(zone)).astimezone(UTC)


def days(first: date | None, last: date | None, zone: str) -> Period:
    """Both days included."""
    return Period(
        day_start(first, zone) if first else None,
        day_start(last + timedelta(days=1), zone) if last else None,
    )


def parsed(field: str, text: str | None) -> date | None:
    if not text:
        return None
    try:
        found = day(text)
    except ValueError:
        found = date.min
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise wrong(field, "is a date as 2017-12-31")
    return found


def called(name: str, key: str, zone: str) -> Period:
    """The period that `bucket` calls by this key; raises Invalid for what is none."""
    try:
        found = re.fullmatch(SHAPES[name], key, re.ASCII)
        first, last = ends(name, found) if found else (date.min, date.min)
    except ValueError:
        first = last = date.min
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise wrong("key", f"is the {name} of a line of the report")
    return days(first, last, zone)


def ends(name: str, found: re.Match[str]) -> tuple[date, date]:
    """First and last day; raises ValueError for a day or week that no year has."""
    if name == "day":
        return date.fromisoformat(found[1]), date.fromisoformat(found[1])
    if name == "week":
        monday = date.fromisoformat(f"{found[1]}-1")
        return monday, monday + timedelta(days=6)
    first = date(int(found[1][:4]), first_month(name, found), 1)
    months = {"month": 1, "quarter": 3, "year": 12}[name]
    last = first.replace(month=first.month + months - 1)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def first_month(name: str, found: re.Match[str]) -> int:
    if name == "month":
        return int(found[1][5:])
    return 3 * int(found[2]) - 2 if name == "quarter" else 1


def bucket(name: str, field: str, zone: str) -> dict[str, Any]:
    """The period that a time lies in, as MongoDB computes it: 2017-Q4, 2017-12, 2017-W52."""
    about = {"date": f"${field}", "timezone": zone}
    if name in FORMATS:
        return {"$dateToString": about | {"format": FORMATS[name]}}
    if name == "year":
        return {"$dateToString": about | {"format": "%Y"}}
    quarter = {"$ceil": {"$divide": [{"$month": about}, 3]}}
    year = {"$dateToString": about | {"format": "%Y-Q"}}
    return {"$concat": [year, {"$toString": quarter}]}
