"""Spans of days: those of a period to date, and those that they are compared with."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}
WITHIN = ("day", "week", *MONTHS)
COMPARED = ("previous", "last-year")


@dataclass(frozen=True, slots=True)
class Span:
    """Both days included. `unit` is the period of the calendar that it is the beginning of."""

    first: date
    last: date
    unit: str | None = None


def to_date(unit: str, today: date) -> Span:
    """From the beginning of the present day, week, month, quarter or year up to today."""
    match unit:
        case "day":
            first = today
        case "week":
            first = today - timedelta(days=today.weekday())
        case _:
            months = MONTHS[unit]
            first = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    return Span(first, today, unit)


def before(span: Span, kind: str) -> Span:
    """The same span a year ago (同比), or the one before it (环比).

    A period to date goes with as much of the period before; whole months go with as many whole
    months; anything else with as many days.
    """
    if kind == "last-year":
        return moved(span, 12)
    if span.unit in MONTHS:
        return moved(span, MONTHS[span.unit])
    if months := whole_months(span):
        earlier = months_earlier(span.first, months)
        return Span(earlier, span.first - timedelta(days=1))
    days = 7 if span.unit == "week" else (span.last - span.first).days + 1
    return Span(span.first - timedelta(days=days), span.last - timedelta(days=days), span.unit)


def moved(span: Span, months: int) -> Span:
    """Whole months stay whole: the February before a March ends with its own last day."""
    last = months_earlier(span.last, months)
    if whole_months(span):
        last = last.replace(day=monthrange(last.year, last.month)[1])
    return Span(months_earlier(span.first, months), last, span.unit)


def whole_months(span: Span) -> int:
    """How many calendar months it is made of; 0 when it is not."""
    ends = span.last.day == monthrange(span.last.year, span.last.month)[1]
    if span.first.day != 1 or not ends:
        return 0
    return 12 * (span.last.year - span.first.year) + span.last.month - span.first.month + 1


def months_earlier(day: date, months: int) -> date:
    """The same day of the month, or its last one."""
    year, month = divmod(12 * day.year + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
