"""How a company enters its working days, and what the other parts know of them."""

from datetime import date, datetime
from typing import Any

from kernel import NotFound
from kernel.change import change, expecting
from kernel.form import Form
from kernel.nameko import at_start, rpc
from services.activity import working_year
from services.activity.service.desk import Desk, Json, now
from services.activity.service.recent import Recent
from services.activity.working_year import WORKING_YEAR, YEARS, put_into
from services.working_days import SHIPPED, WorkingDays, in_days


class KeepingDays(Desk):
    recent = at_start(Recent)

    @rpc
    def set_working_year(
        self, year: Any, holidays: Any = (), worked: Any = (), expected: int | None = None
    ) -> Json:
        number = read_year(year)
        with Form() as form:
            expected = form.maybe_version("expected", expected)
            off = working_year.read_holidays(form, number, holidays)
            made_up = working_year.read_worked(form, number, worked, off)
        made = change(
            WORKING_YEAR, str(number), working_year.set_year, self.caller, number, off, made_up,
            now(),
        )  # fmt: skip
        return self.log.commit(expecting(expected, made)).to_json()

    def _working_days(self, day: date) -> WorkingDays:
        """As entered for the year of this day and the next one, else as announced."""
        years = [(WORKING_YEAR, str(year)) for year in (day.year, day.year + 1)]
        known = SHIPPED
        for kept in self.recent.states(self.log.states, years):
            known = put_into(known, kept)
        return known

    def _in_days(self, at: datetime, days: int, working: bool) -> datetime:
        """The same time of day so many days on; on a day that is worked, if so wished."""
        last = in_days(at, days, self.zone, None)
        known = self._working_days(last.astimezone(self.zone).date()) if working else None
        return in_days(at, days, self.zone, known)


def read_year(year: Any) -> int:
    text = str(year)
    if text.isascii() and text.isdigit() and int(text[:4]) in YEARS and len(text) == 4:
        return int(text)
    raise NotFound(what="year", id=text[:100])
