"""The working days of a year as a company has entered them, in place of what was announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from kernel import Aggregate
from kernel.context import Context
from kernel.form import Form
from kernel.form import day as read_day
from services.activity.events import DaysOff, WorkingYearSet
from services.holidays import Holiday
from services.rights import require_lead
from services.working_days import SATURDAY, WorkingDays

YEARS = range(2000, 2100)
LONGEST_NAME = 50
MOST_HOLIDAYS = 60
MOST_DAYS = 120  # off in a year, and made up
TODAY = date(2000, 1, 1)


@dataclass(frozen=True)
class WorkingYear:
    """None: nothing was entered, what was announced holds."""

    told: WorkingYearSet | None = None


def set_year(
    kept: WorkingYear,
    asker: Context,
    year: int,
    holidays: tuple[DaysOff, ...],
    worked: tuple[date, ...],
    at: datetime,
) -> list[WorkingYearSet]:
    require_lead(asker, "set the company's working days")
    if kept.told and (kept.told.holidays, kept.told.worked) == (holidays, worked):
        return []
    return [WorkingYearSet(year, holidays, worked, asker.actor, at)]


def put_into(known: WorkingDays, kept: WorkingYear) -> WorkingDays:
    if kept.told is None:
        return known
    free = (day for off in kept.told.holidays for day in Holiday(**vars(off)).days())
    return known.with_year(kept.told.year, free, kept.told.worked)


def read_holidays(form: Form, year: int, holidays: Any) -> tuple[DaysOff, ...]:
    if not isinstance(holidays, list | tuple) or len(holidays) > MOST_HOLIDAYS:
        form.wrong("holidays", f"must be a list of at most {MOST_HOLIDAYS} holidays")
        return ()
    found = sorted(
        (read_holiday(form, f"holidays.{place}", year, one) for place, one in enumerate(holidays)),
        key=lambda off: (off.first, off.last),
    )
    if any(after.first <= before.last for before, after in pairwise(found)):
        form.wrong("holidays", "must not overlap: name each day once")
    if sum((off.last - off.first).days + 1 for off in found) > MOST_DAYS:
        form.wrong("holidays", f"must be at most {MOST_DAYS} days in all")
    return tuple(found)


def read_holiday(form: Form, at: str, year: int, one: Any) -> DaysOff:
    one = one if isinstance(one, dict) else {}
    name = form.title(f"{at}.name", one.get("name"), LONGEST_NAME)
    first = read_date(form, f"{at}.first", year, one.get("first"))
    last = read_date(form, f"{at}.last", year, one.get("last")) if one.get("last") else first
    if last < first:
        form.wrong(f"{at}.last", "must not lie before its first day")
    return DaysOff(name, first, last)


def read_worked(
    form: Form, year: int, worked: Any, holidays: Sequence[DaysOff]
) -> tuple[date, ...]:
    """Only weekend days: all others are worked anyway."""
    if not isinstance(worked, list | tuple) or len(worked) > MOST_DAYS:
        form.wrong("worked", f"must be a list of at most {MOST_DAYS} days")
        return ()
    found = [read_date(form, f"worked.{place}", year, day) for place, day in enumerate(worked)]
    for place, day in enumerate(found):
        if day.weekday() < SATURDAY and not form.errors:
            form.wrong(f"worked.{place}", "is no Saturday or Sunday: it is worked anyway")
        if any(off.first <= day <= off.last for off in holidays) and not form.errors:
            form.wrong(f"worked.{place}", "is a holiday as well: leave it out of one of both")
    return tuple(sorted(set(found)))


def read_date(form: Form, at: str, year: int, value: Any) -> date:
    found = form.read(at, value, read_day, TODAY)
    if found is not TODAY and found.year != year:
        form.wrong(at, f"must be a day of {year}")
    return found


def evolve(kept: WorkingYear, event: WorkingYearSet) -> WorkingYear:
    return WorkingYear(event)


WORKING_YEAR = Aggregate("working-year", WorkingYear(), evolve, WorkingYearSet, implicit=True)
