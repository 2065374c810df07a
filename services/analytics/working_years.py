"""The working days of a year: as the company has entered them, or as they were announced."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import WorkingYearSet
from services.analytics.plain import plain
from services.analytics.reading import Documents, find, find_one
from services.holidays import ANNOUNCED, Holiday
from services.working_days import SHIPPED, WorkingDays


def evolve(row: Row, recorded: Recorded) -> Row:
    event: WorkingYearSet = recorded.event
    told = {"holidays": plain(event.holidays), "worked": plain(event.worked)}
    return row | told | {"version": recorded.version}


WORKING_YEARS = Projection(
    "working_years", WorkingYearSet, lambda recorded: str(recorded.event.year), evolve
)


def working_year(rows: Documents, year: int) -> dict[str, Any]:
    """Of a year that nobody has told anything about, only weekends are free."""
    row = find_one(rows, {"_id": str(year)})
    told = row or announced(year)
    days = put_into(WorkingDays(), year, told)
    return {
        "year": year,
        "version": row["version"] if row else 0,
        "known": bool(row) or year in ANNOUNCED,
        "holidays": told["holidays"],
        "worked": told["worked"],
        "working_days": days.count(date(year - 1, 12, 31), date(year, 12, 31)),
    }


def working_days(rows: Documents, years: Iterable[int]) -> WorkingDays:
    """As entered for these years, else as announced."""
    ids = sorted({str(year) for year in years})
    known = SHIPPED
    for row in find(rows, {"_id": {"$in": ids}}, [("_id", 1)], len(ids)):
        known = put_into(known, int(row["_id"]), row)
    return known


def put_into(known: WorkingDays, year: int, told: Row) -> WorkingDays:
    off = (day for one in told["holidays"] for day in holiday(one).days())
    return known.with_year(year, off, [date.fromisoformat(day) for day in told["worked"]])


def announced(year: int) -> dict[str, Sequence[Any]]:
    notice = ANNOUNCED.get(year)
    if notice is None:
        return {"holidays": [], "worked": []}
    return {"holidays": plain(notice.holidays), "worked": plain(notice.worked)}


def holiday(one: dict[str, str]) -> Holiday:
    first, last = date.fromisoformat(one["first"]), date.fromisoformat(one["last"])
    return Holiday(one["name"], first, last)
