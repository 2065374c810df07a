"""Figures from the sums of whole months, and what lies at their edges from the deals themselves.

For who sees everybody's. Who sees some people's is answered from the deals of these people, which
are found by their owner.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import localcontext
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from kernel.rows import Rows
from services.analytics.deal_sums import APART, CUTS
from services.analytics.deals import DEALS
from services.analytics.periods import Period, day_start
from services.analytics.question import Question
from services.analytics.reading import aggregate, find_one
from services.analytics.tally import EXACT

DAYS = ("day", "week")
MONTHS = ("month", "quarter", "year")
Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Months:
    """From the first up to, not including, the last; without one there is no bound."""

    first: date | None
    last: date | None

    def match(self) -> dict[str, Any]:
        ends = (("$gte", self.first), ("$lt", self.last))
        bounds = {operator: f"{day:%Y-%m}" for operator, day in ends if day}
        return {"month": bounds} if bounds else {}


def answerable(rows: Rows, question: Question) -> bool:
    by = question.by
    if not question.asker.sees_all or by not in (None, "team", *DAYS, *MONTHS, *CUTS):
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
    added: dict[tuple[str | None, str], Found] = {}
    for key, told, numbers in entries(rows, question, months, figures):
        before = added.get((key, told))
        added[key, told] = both(before, numbers) if before else dict(numbers)
    return [
        {"key": key} | named(kinds, told) | {"count": 0, "amount": 0} | numbers
        for (key, told), numbers in added.items()
        if any(numbers.values())
    ]


def entries(
    rows: Rows, question: Question, months: Months, figures: Sequence[str]
) -> Iterator[tuple[str | None, str, Mapping[str, Any]]]:
    by = {None: "all", "team": "person"}.get(question.by, question.by)
    cut = "day" if by in DAYS else "all" if by in MONTHS else by
    fields = dict.fromkeys(("month", "value", *figures), 1)
    match = {"by": cut} | months.match()
    for row in aggregate(rows.sums(DEALS), {"$match": match}, {"$project": fields}):
        key = called(question.by, row)
        for figure in figures:
            for told, numbers in row.get(figure, {}).items():
                yield key, told, numbers


def called(by: str | None, row: Mapping[str, Any]) -> str | None:
    """What `bucket` would call the row's period; or its value."""
    if by == "week":
        year, week, _ = date.fromisoformat(row["value"]).isocalendar()
        return f"{year}-W{week:02}"
    if by == "quarter":
        return f"{row['month'][:4]}-Q{(int(row['month'][5:]) + 2) // 3}"
    if by in ("month", "year"):
        return str(row["month"])[: 7 if by == "month" else 4]
    value: str | None = None if by is None else row["value"]
    return value


def named(kinds: Sequence[str], told: str) -> Found:
    parts = (unquote(part) or None for part in told.split(APART))
    return dict(zip(kinds, parts, strict=True))


def both(one: Mapping[str, Any], other: Mapping[str, Any]) -> Found:
    with localcontext(EXACT):
        return {name: one.get(name, 0) + other.get(name, 0) for name in {**one, **other}}
