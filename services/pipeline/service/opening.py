"""Deals that are opened."""

from uuid6 import uuid7

from kernel.change import create
from kernel.form import Form
from kernel.nameko import rpc
from services.pipeline import deal, opportunity, rights
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.service.desk import Desk, Json, now


class Opening(Desk):
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
