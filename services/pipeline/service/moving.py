"""Deals that move from stage to stage, and are won or lost in the end."""

from typing import Any

from kernel.change import Change, change, expecting
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.pipeline import deal, money, opportunity, rights
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.service.desk import Desk, Json, now

LONGEST_REASON = 1_000


class Moving(Desk):
    @rpc
    def change_stage(
        self, opportunity_id: str, to: str, at: str | None = None, expected: int | None = None
    ) -> Json:
        with Form() as form:
            to = form.choice("to", to, deal.STAGES)
        return self._work(opportunity_id, opportunity.change_stage, at, expected, to=to)

    @rpc
    def win(
        self,
        opportunity_id: str,
        amount: Json | None = None,
        at: str | None = None,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            paid = money.read(form, "amount", amount)
        return self._work(opportunity_id, opportunity.win, at, expected, amount=paid)

    @rpc
    def lose(
        self, opportunity_id: str, reason: str, at: str | None = None, expected: int | None = None
    ) -> Json:
        with Form() as form:
            reason = form.text("reason", reason, LONGEST_REASON)
        return self._work(opportunity_id, opportunity.lose, at, expected, reason=reason)

    def _work(
        self, opportunity_id: str, decide: Any, at: str | None, expected: int | None, **how: Any
    ) -> Json:
        time = now()
        with Form() as form:
            happened = form.maybe_past("at", at, time)
            expected = form.maybe_version("expected", expected)
        rights.require_own_time(self.caller, happened)
        id = identifier("opportunity", opportunity_id)
        expected = self._told(expected, id)
        when = {"at": happened or time, "told": happened is not None}
        made: Change[Any, Any] = change(OPPORTUNITY, id, decide, asker=self.caller, **when, **how)
        return self.log.commit(expecting(expected, made)).to_json()
