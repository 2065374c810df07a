"""Which days are worked: Monday to Friday, but for holidays and the weekend days made up for them.

Pure, and for every service: `SHIPPED` knows the announced years; `with_year` puts what a company
has entered in place of one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

from services.holidays import ANNOUNCED, Notice

DAY = timedelta(days=1)
SATURDAY = 5  # weeks start on Monday


@dataclass(frozen=True)
class WorkingDays:
    """Of a year that nobody has told anything of, only weekends are free."""

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()  # weekend days that are made up

    def is_working(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, or the first one after it that is."""
        return next(found for found in onward(day, DAY) if self.is_working(found))

    def last_working(self, day: date) -> date:
        """The day itself when it is worked, or the last one before it that is."""
        return next(found for found in onward(day, -DAY) if self.is_working(found))

    def add(self, day: date, working: int) -> date:
        """So many working days after `day`, or before it; by 0, the next working day."""
        step, found = (DAY if working > 0 else -DAY), day
        for _ in range(abs(working)):
            found = self._next(found + step, step)
        return found if working else self.next_working(day)

    def count(self, after: date, upto: date) -> int:
        """How many working days there are after the one day, up to and with the other."""
        days = (after + DAY * n for n in range(1, (upto - after).days + 1))
        return sum(self.is_working(day) for day in days)

    def with_year(
        self, year: int, holidays: Iterable[date], worked: Iterable[date]
    ) -> "WorkingDays":
        """What is said here of a year replaces all that was known of it."""
        return replace(
            self,
            holidays=but(self.holidays, year) | only(year, holidays),
            worked=but(self.worked, year) | only(year, worked),
        )

    def _next(self, day: date, step: timedelta) -> date:
        return self.next_working(day) if step > timedelta(0) else self.last_working(day)


def onward(day: date, step: timedelta) -> Iterator[date]:
    while True:
        yield day
        day += step


def but(days: frozenset[date], year: int) -> frozenset[date]:
    return frozenset(day for day in days if day.year != year)


def only(year: int, days: Iterable[date]) -> frozenset[date]:
    return frozenset(day for day in days if day.year == year)


def announced(known: WorkingDays, year: int, notice: Notice) -> WorkingDays:
    free = (day for holiday in notice.holidays for day in holiday.days())
    return known.with_year(year, free, notice.worked)


def in_days(at: datetime, days: int, zone: ZoneInfo, known: WorkingDays | None) -> datetime:
    """The same time of day so many days on, where the company is; with `known`, on the first
    working day from then.
    """
    there = at.astimezone(zone)
    day = there.date() + DAY * days
    if known is not None:
        day = known.next_working(day)
    return datetime.combine(day, there.timetz()).astimezone(at.tzinfo)


SHIPPED = reduce(lambda known, each: announced(known, *each), ANNOUNCED.items(), WorkingDays())
