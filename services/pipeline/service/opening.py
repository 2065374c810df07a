"""Deals that are opened."""

from uuid6 import uuid7

from kernel.change import create
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.pipeline import deal, opening, opportunity, rights
from services.pipeline.events import DEFAULT
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.pipelines import Version, require_newest
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
        pipeline: str | None = None,
    ) -> Json:
        time, pipeline_id = now(), identifier("pipeline", pipeline or DEFAULT)
        version = self._newest(pipeline_id)
        with Form() as form:
            began = form.maybe_past("at", at, time)
            opened = deal.read(
                form, time, self.caller.actor, customer_id=customer_id, name=name,
                product=product, owner=owner, stage=stage, amount=amount,
                expected_close=expected_close, engaged_at=engaged_at,
                pipeline_id=pipeline_id, stages=version.ids,
            )  # fmt: skip
        rights.require_own_time(self.caller, began, opened.engaged_at)
        self._require_active(opened.owner)
        id, customer = str(uuid7()), self._standing_of(opened.customer_id)
        begun = opportunity.opened(
            opening.begun(id, opened, version, self.caller.actor, began or time)
        )
        heard = self._heard_of(begun, self._pipeline_of(begun), "", opened.stage)
        made = create(
            OPPORTUNITY, id, opening.open_deal, self.caller, customer, id, opened,
            began or time, version, heard,
        )  # fmt: skip
        return self.log.commit(made).to_json()

    def _newest(self, pipeline_id: str) -> Version:
        """What another process has published a moment ago counts for who asks for it by name."""
        pipeline = self._pipeline(pipeline_id, 1)
        return require_newest(pipeline, pipeline_id)
