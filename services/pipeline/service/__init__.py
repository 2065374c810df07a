"""The pipeline service, as the gateway calls it: time and ids enter here."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from uuid6 import uuid7

from kernel.change import Change, change, create, expecting
from kernel.commits import Commits
from kernel.form import Form, identifier
from kernel.nameko import at_start, rows, rpc, subscribe
from kernel.patience import LONGEST, patiently
from kernel.rowwise import read_ids, row_by_row
from kernel.settings import setting
from services.pipeline import deal, ladder, money, opportunity, rights
from services.pipeline.ladder import LADDER
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.owners import OWNERS, Standing, find, holding
from services.pipeline.reactions import REACTIONS
from services.pipeline.service.assigning import Assigning

LONGEST_REASON = 1_000

Json = dict[str, Any]


class PipelineService(Assigning):
    name = "pipeline"

    owners = rows(OWNERS)
    heard = subscribe(OWNERS)
    reacting = subscribe(REACTIONS)
    patience = LONGEST
    batch_limit = at_start(lambda: int(setting("GUANXI_BATCH_LIMIT", "100")))

    @rpc
    def stage(
        self, customer_id: str, to: str, reason: str | None = None, was: str | None = None
    ) -> Json:
        with Form() as form:
            to = form.choice("to", to, ladder.CHOICES)
            reason = form.maybe_text("reason", reason, LONGEST_REASON)
            was = None if was is None else form.choice("was", was, ladder.RUNGS)
        return self._climb(self.log, customer_id, to, reason, was)

    @rpc
    def stage_many(
        self, ids: Any, to: str, reason: str | None = None, was: str | None = None
    ) -> Json:
        """Each a command of its own, with an answer of its own."""
        rights.require_staff(self.caller)
        with Form() as form:
            ids = read_ids(form, ids, self.batch_limit)
            to = form.choice("to", to, ladder.CHOICES)
            reason = form.maybe_text("reason", reason, LONGEST_REASON)
            was = None if was is None else form.choice("was", was, ladder.RUNGS)

        def climb(log: Commits, id: str) -> Json:
            return self._climb(log, id, to, reason, was, patience=0)

        self._hear(ids)
        return row_by_row(self.log, ids, climb)

    def _climb(
        self,
        log: Commits,
        customer_id: str,
        to: str,
        reason: str | None,
        was: str | None,
        patience: float | None = None,
    ) -> Json:
        id = identifier("customer", customer_id)
        customer = self._standing(id, rights.climbs, patience)
        made = change(LADDER, id, ladder.move, self.caller, customer, id, to, reason, now(), was)
        return log.commit(made).to_json()

    @rpc
    def open_opportunity(
        self,
        customer_id: str | None = None,
        name: str | None = None,
        product: str | None = None,
        amount: Json | None = None,
        expected_close: str | None = None,
        stage: str | None = None,
        owner: str | None = None,
        at: str | None = None,
        engaged_at: str | None = None,
    ) -> Json:
        time = now()
        with Form() as form:
            began = form.maybe_past("at", at, time)
            opened = deal.read(
                form, time, self.caller.actor, customer_id=customer_id, name=name,
                product=product, owner=owner, stage=stage, amount=amount,
                expected_close=expected_close, engaged_at=engaged_at,
            )  # fmt: skip
        rights.require_own_time(self.caller, began, opened.engaged_at)
        self._require_active(opened.owner)
        id, customer = str(uuid7()), self._standing_of(opened.customer_id)
        made = create(
            OPPORTUNITY, id, opportunity.open_deal, self.caller, customer, id, opened,
            began or time,
        )  # fmt: skip
        return self.log.commit(made).to_json()

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

    def _standing_of(self, customer_id: str | None) -> Standing:
        """A deal may have no customer yet."""
        return self._standing(customer_id, rights.works_on) if customer_id else Standing()

    def _hear(self, ids: Sequence[str]) -> None:
        """Wait for the news of all of them together, not of one after the other."""
        patiently(
            lambda: [holding(self.owners, id) for id in ids],
            lambda found: all(rights.climbs(self.caller, one, now()) for one in found),
            self.patience,
            self.heard.wait,
            sure=self.heard.sure,
        )

    def _standing(
        self, customer_id: str, allowed: Callable[..., bool], patience: float | None = None
    ) -> Standing:
        """A no is believed when the read model has had time to hear the news."""
        found = patiently(
            lambda: holding(self.owners, customer_id),
            lambda customer: allowed(self.caller, customer, now()),
            self.patience if patience is None else patience,
            partial(self.heard.wait_for, customer_id),
            sure=self.heard.sure,
        )
        return found if allowed(self.caller, found, now()) else find(self.owners, customer_id)


def now() -> datetime:
    return datetime.now(UTC)
