"""How a company says when customers may be called, and who is told to wait."""

from datetime import datetime
from typing import Any

from kernel.change import change, expecting
from kernel.form import Form
from kernel.nameko import rpc
from kernel.refusal import Rejected
from kernel.rfc3339 import dump_time
from services.activity import calling_hours
from services.activity.calling_hours import CALLING_HOURS, COMPANY, Hours
from services.activity.service.desk import Json, now
from services.activity.service.keeping_days import KeepingDays


class KeepingHours(KeepingDays):
    @rpc
    def calling_hours(self) -> Json:
        """With whether it is time for calls just now, and if not, when it is."""
        hours, there = self._hours(fresh=True), now().astimezone(self.zone)
        days = self._working_days(there.date())
        open_ = calling_hours.is_open(hours, there, days)
        again = None if open_ else dump_time(calling_hours.opens_at(hours, there, days))
        return vars(hours) | {"channels": list(hours.channels), "open": open_, "opens_at": again}

    @rpc
    def set_calling_hours(
        self,
        opens: str | None = None,
        closes: str | None = None,
        working_days: bool | None = None,
        channels: Any = None,
        expected: int | None = None,
    ) -> Json:
        """All of it; without any ends customers may be called at any time."""
        with Form() as form:
            wanted = calling_hours.read_hours(form, opens, closes, working_days, channels)
            expected = form.maybe_version("expected", expected)
        made = change(CALLING_HOURS, COMPANY, calling_hours.set_hours, self.caller, wanted, now())
        return self.log.commit(expecting(expected, made)).to_json()

    def _require_hours(self, channel: str, at: datetime) -> None:
        """They are believed for a second; who is about to refuse looks again."""
        hours = self._hours()
        if calling_hours.at_any_time(hours, channel):
            return
        there = at.astimezone(self.zone)
        days = self._working_days(there.date())
        try:
            calling_hours.require_open(hours, channel, there, days)
        except Rejected:
            calling_hours.require_open(self._hours(fresh=True), channel, there, days)

    def _hours(self, fresh: bool = False) -> Hours:
        [hours] = self.recent.states(self.log.states, [(CALLING_HOURS, COMPANY)], fresh)
        found: Hours = hours
        return found
