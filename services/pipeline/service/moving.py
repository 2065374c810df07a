"""Deals that move from stage to stage, are won or lost in the end, and reopened."""

from typing import Any

from kernel.change import Change, change
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.pipeline import money, moving, reopening, rights
from services.pipeline.conditions import asks_for_news
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.service.desk import Desk, Json, now
from services.pipeline.staff import STAFF
from services.staff import inactive

LONGEST_REASON = 1_000
LONGEST_STAGE = 64
LONGEST_NAME = 200


class Moving(Desk):
    @rpc
    def change_stage(
        self, opportunity_id: str, to: str, at: str | None = None, expected: int | None = None
    ) -> Json:
        with Form() as form:
            to = form.text("to", to, LONGEST_STAGE)
        known = self._known(opportunity_id, to)
        return self._work(opportunity_id, moving.change_stage, at, expected, to=to, **known)

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
        known = self._known(opportunity_id, "won")
        return self._work(opportunity_id, moving.win, at, expected, amount=paid, **known)

    @rpc
    def lose(
        self,
        opportunity_id: str,
        reason: str,
        competitor: str | None = None,
        at: str | None = None,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            reason = form.text("reason", reason, LONGEST_REASON)
            competitor = form.maybe_text("competitor", competitor, LONGEST_NAME)
        told = {"reason": reason, "competitor": competitor}
        return self._work(opportunity_id, moving.lose, at, expected, **told)

    @rpc
    def reopen(
        self,
        opportunity_id: str,
        reason: str,
        to: str | None = None,
        at: str | None = None,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            reason = form.text("reason", reason, LONGEST_REASON)
            to = form.maybe_text("to", to, LONGEST_STAGE)
        deal = self._deal(identifier("opportunity", opportunity_id))
        gone = inactive(self.people.collection(STAFF), [deal.owner])
        how = {"reason": reason, "to": to, "pipeline": self._pipeline_of(deal)}
        return self._work(
            opportunity_id, reopening.reopen, at, expected, owner_gone=bool(gone), **how
        )

    def _known(self, opportunity_id: str, to: str) -> dict[str, Any]:
        """What a step forward is judged by.

        Where a stage asks for news of the customer, which stage that is must not be a guess.
        """
        id = identifier("opportunity", opportunity_id)
        deal = self._deal(id)
        pipeline = self._pipeline_of(deal)
        if asks_for_news(pipeline):
            deal = self._deal(id, fresh=True)
            pipeline = self._pipeline_of(deal)
        return {"pipeline": pipeline, "heard": self._heard_of(deal, pipeline, deal.stage, to)}

    def _work(
        self, opportunity_id: str, decide: Any, at: str | None, expected: int | None, **how: Any
    ) -> Json:
        time = now()
        with Form() as form:
            happened = form.maybe_past("at", at, time)
            expected = form.maybe_version("expected", expected)
        rights.require_own_time(self.caller, happened)
        id = identifier("opportunity", opportunity_id)
        when = {"at": happened or time, "told": happened is not None}
        made: Change[Any, Any] = change(OPPORTUNITY, id, decide, asker=self.caller, **when, **how)
        return self.log.commit(self._expecting(expected, id, made)).to_json()
