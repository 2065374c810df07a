"""The days that a report is asked for, as clients write them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.analytics.parameters import one_of, wrong
from services.analytics.periods import Clock, Period, days, parsed
from services.analytics.spans import WITHIN, Span, before, to_date


@dataclass(frozen=True, slots=True)
class Days:
    """Both included; without a first or last day there is no bound."""

    first: date | None
    last: date | None
    unit: str | None = None

    def period(self, zone: str) -> Period:
        return days(self.first, self.last, zone)

    def told(self) -> dict[str, Any]:
        ends = (("from", self.first), ("to", self.last))
        return {name: day.isoformat() if day else None for name, day in ends}

    def before(self, kind: str) -> "Days":
        """Raises Invalid when there is nothing that could be before."""
        if self.first is None or self.last is None:
            raise wrong("compare", "needs `from` and `to`, or `within`")
        earlier = before(Span(self.first, self.last, self.unit), kind)
        return Days(earlier.first, earlier.last, earlier.unit)


def asked_for(from_: str | None, to: str | None, within: str | None, clock: Clock) -> Days:
    """Raises Invalid for what is no date, and for a span that ends before it begins."""
    if within:
        if from_ or to:
            raise wrong("within", "stands instead of `from` and `to`")
        span = to_date(one_of("within", within, WITHIN), clock.today)
        return Days(span.first, span.last, span.unit)
    first, last = parsed("from", from_), parsed("to", to)
    if first and last and first > last:
        raise wrong("to", "is a day before `from`")
    return Days(first, last)
