"""Days, weeks, months and quarters of the company's time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kernel.form import day
from services.analytics.parameters import wrong

FIRST_YEAR, LAST_YEAR = 1900, 2999
FORMATS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}
PERIODS = (*FORMATS, "quarter", "year")


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
