"""Questions about deals and pipelines, as the gateway asks them."""

from collections.abc import Sequence
from typing import Any

from kernel.form import identifier
from kernel.nameko import rpc
from services.analytics import opportunities, pipelines
from services.analytics.asker import Asker, asker
from services.analytics.board import board
from services.analytics.copies import kept
from services.analytics.freshness import caught_up
from services.analytics.opportunities import OPPORTUNITIES
from services.analytics.parameters import texts
from services.analytics.pipelines import PIPELINES
from services.analytics.reading import Documents
from services.analytics.service.desk import Desk, now
from services.pipeline.events import DEFAULT

Answer = dict[str, Any]
After = Sequence[str] | None


class Dealing(Desk):
    @rpc
    def opportunities(
        self,
        stage: str | None = None,
        owner: str | None = None,
        person: str | None = None,
        customer_id: str | None = None,
        pipeline: str | None = None,
        priority: str | None = None,
        forecast: str | None = None,
        product: str | None = None,
        key: str | None = None,
        stuck: str | None = None,
        sort: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        filters = texts(
            stage=stage, owner=owner, person=person, customer_id=customer_id, pipeline_id=pipeline,
            priority=priority, forecast=forecast, product=product, key=key, stuck=stuck,
        )  # fmt: skip
        who, found = self._deals(after)
        stages = self._stages(after) if stage else ()
        return opportunities.opportunities(found, who, filters, limit, cursor, stages, sort)

    @rpc
    def opportunity(self, opportunity_id: str, after: After = None) -> Answer:
        who, found = self._deals(after)
        return opportunities.opportunity(found, who, identifier("opportunity", opportunity_id))

    @rpc
    def board(
        self, owner: str | None = None, pipeline: str | None = None, after: After = None
    ) -> Answer:
        id = identifier("pipeline", pipeline or DEFAULT)
        filters = texts(owner=owner) | {"pipeline_id": id}
        who, found = self._deals(after)
        row = pipelines.row_of(self.lists.collection(PIPELINES), id)
        return board(found, who, filters, pipelines.columns(row))

    @rpc
    def pipelines(
        self, limit: int | None = None, cursor: str | None = None, after: After = None
    ) -> Answer:
        asker(self.caller, now())
        found = caught_up(self.lists, after).collection(PIPELINES)
        return pipelines.pipelines(found, limit, cursor)

    @rpc
    def pipeline(self, pipeline_id: str, after: After = None) -> Answer:
        asker(self.caller, now())
        found = caught_up(self.lists, after).collection(PIPELINES)
        return pipelines.pipeline(found, identifier("pipeline", pipeline_id))

    def _stages(self, after: After) -> list[str]:
        return kept(self.lists, PIPELINES, pipelines.every_stage, anew=bool(after))

    def _deals(self, after: After) -> tuple[Asker, Documents]:
        who = asker(self.caller, now())
        return who, caught_up(self.lists, after).collection(OPPORTUNITIES)
