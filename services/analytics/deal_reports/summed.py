"""Figures from the sums of whole months, and what lies at their edges from the deals themselves.

For who sees everybody's. Who sees some people's is answered from the deals of these people, which
are found by their owner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import localcontext
from functools import lru_cache
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from kernel.rows import Rows
from services.analytics.deal_figures import APART
from services.analytics.deal_sums import CUTS, REASONS, UNDATED, YEAR, YEARLY, label
from services.analytics.deals import DEALS
from services.analytics.periods import PERIODS, Period, day_start
from services.analytics.question import Question
from services.analytics.reading import aggregate, find_one
from services.analytics.tally import EXACT

MONTHS = ("month", "quarter", "year")
Found = dict[str, Any]
Numbers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Months:
    """From the first up to, not including, the last; without one there is no bound."""

    first: date | None
    last: date | None

    def match(self, length: int = len("2026-01")) -> dict[str, Any]:
        """With a bound, what has no day is outside."""
        ends = (("$gte", self.first), ("$lt", self.last))
        bounds = {operator: day.isoformat()[:length] for operator, day in ends if day}
        return {"month": {"$gt": UNDATED} | bounds} if bounds else {}

    def years(self) -> tuple["Months", list["Months"]] | None:
        """The whole years among them, and what is left; None if there is none."""
        first = self.first and self.first.replace(year=self.first.year + (self.first.month > 1))
        first, last = (day and day.replace(month=1) for day in (first, self.last))
        if first and last and first >= last:
            return None
        rest = ((self.first, first), (last, self.last))
        return Months(first, last), [Months(*ends) for ends in rest if ends[0] != ends[1]]


def answerable(rows: Rows, question: Question) -> bool:
    by = question.by
    if not question.asker.sees_all or by not in (None, "team", *MONTHS, *CUTS):
        return False
    others = {"zone": {"$ne": question.clock.zone}}
    return find_one(rows.sums(DEALS), others) is None


def whole_months(question: Question) -> tuple[Months, list[Question]] | None:
    """Those within the period, and the questions about what is left; None if there is none."""
    zone, period = question.clock.zone, question.period
    first = period.start and month_after(period.start.astimezone(ZoneInfo(zone)).date())
    last = period.end and period.end.astimezone(ZoneInfo(zone)).date().replace(day=1)
    if first and last and first >= last:
        return None
    edges = []
    if first and period.start != (begins := day_start(first, zone)):
        edges.append(Period(period.start, begins))
    if last and period.end != (ends := day_start(last, zone)):
        edges.append(Period(ends, period.end))
    return Months(first, last), [replace(question, period=edge) for edge in edges]


def month_after(day: date) -> date:
    """The first day of the month, if it is that, or of the next."""
    if day.day == 1:
        return day
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def summed(
    rows: Rows, question: Question, months: Months, figures: Sequence[str], kinds: Sequence[str]
) -> list[Found]:
    """As `grouped` answers it: the key, the kinds by their names, and the sums."""
    added: dict[str | None, dict[str, Numbers]] = {}
    fields = dict.fromkeys(("month", "value", *figures), 1)
    match = {"$or": places(question, months, figures)}
    with localcontext(EXACT):
        for row in aggregate(rows.sums(DEALS), {"$match": match}, {"$project": fields}):
            of_key = added.setdefault(called(question.by, row), {})
            for figure in figures:
                for told, numbers in row.get(figure, {}).items():
                    add(of_key.setdefault(told, {}), numbers)
    return [
        {"key": key} | named(tuple(kinds), told) | {"count": 0, "amount": 0} | numbers
        for key, of_key in added.items()
        for told, numbers in of_key.items()
        if any(numbers.values())
    ]


def places(question: Question, months: Months, figures: Sequence[str]) -> list[dict[str, Any]]:
    """Which rows have them: of a year as one, where a line is no period."""
    by = {None: "all", "team": "person"}.get(question.by, str(question.by))
    kind = ("all" if by in MONTHS else by, *(REASONS for figure in figures if figure == REASONS))
    whole = months.years() if YEARLY.issuperset(figures) and question.by not in PERIODS else None
    if not whole:
        return [{"by": label(*kind)} | months.match()]
    years, rest = whole
    yearly = {"by": label(*kind, yearly=True)} | years.match(YEAR)
    return [yearly, *({"by": label(*kind)} | part.match() for part in rest)]


def add(added: Numbers, numbers: Mapping[str, Any]) -> None:
    for name, number in numbers.items():
        added[name] = added.get(name, 0) + number


def called(by: str | None, row: Mapping[str, Any]) -> str | None:
    """What `bucket` would call the row's period; or its value."""
    if by in MONTHS and row["month"] == UNDATED:
        return None
    if by == "quarter":
        return f"{row['month'][:4]}-Q{(int(row['month'][5:]) + 2) // 3}"
    if by in ("month", "year"):
        return str(row["month"])[: 7 if by == "month" else 4]
    value: str | None = None if by is None else row["value"]
    return value


@lru_cache(10_000)
def named(kinds: Sequence[str], told: str) -> Found:
    parts = (unquote(part) or None for part in told.split(APART))
    return dict(zip(kinds, parts, strict=True))
