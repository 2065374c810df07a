"""A deal is opened, on a stage of the newest version of its pipeline."""

from datetime import datetime

from kernel.context import Context
from services.pipeline.conditions import NOTHING, Heard, entered, require_met
from services.pipeline.deal import Deal
from services.pipeline.events import OpportunityEvent, OpportunityOpened
from services.pipeline.opportunity import opened
from services.pipeline.owners import Standing
from services.pipeline.pipelines import FIRST, Version
from services.pipeline.remembered import Opportunity
from services.rights import require_lead, require_staff, require_work_on


def open_deal(
    opportunity: Opportunity,
    asker: Context,
    customer: Standing,
    opportunity_id: str,
    deal: Deal,
    at: datetime,
    version: Version = FIRST,
    heard: Heard = NOTHING,
) -> list[OpportunityEvent]:
    """A deal that begins beyond the first stage has been engaged by now."""
    require_may_open(deal, asker, customer, at)
    made = begun(opportunity_id, deal, version, asker.actor, at)
    require_met(entered(version, "", deal.stage), opened(made), heard, deal.stage, at)
    return [made]


def begun(
    opportunity_id: str, deal: Deal, version: Version, by: str, at: datetime, loaded: bool = False
) -> OpportunityOpened:
    stage = version.stage(deal.stage)
    assert stage
    first = deal.stage == version.stages[0].id
    return OpportunityOpened(
        opportunity_id, deal.customer_id, deal.name, deal.product, deal.owner, deal.stage,
        deal.amount, deal.expected_close, None if first else deal.engaged_at or at, by, at,
        deal.pipeline_id, version.number, stage.probability, stage.expected_days, None, loaded,
    )  # fmt: skip


def require_may_open(deal: Deal, asker: Context, customer: Standing, at: datetime) -> None:
    require_staff(asker)
    if deal.owner != asker.actor:
        require_lead(asker, "open a deal for somebody else")
    if deal.customer_id is not None:
        require_work_on(asker, customer, deal.customer_id, at)
