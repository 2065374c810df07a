"""Whose a deal is: given to somebody, handed over, or taken up with its customer."""

from datetime import datetime

from kernel.context import Context
from services.pipeline import rights
from services.pipeline.events import OpportunityEvent, OpportunityReassigned
from services.pipeline.opportunity import CLOSED, Opportunity, require_open, require_work


def assign(
    opportunity: Opportunity, asker: Context, to: str, at: datetime
) -> list[OpportunityEvent]:
    """To somebody else. What is closed stays whose it was then."""
    rights.require_lead(asker, "give a deal to somebody")
    require_work(opportunity, asker)
    require_open(opportunity)
    return reassign(opportunity, to, asker.actor, at)


def reassign(
    opportunity: Opportunity, to: str | None, by: str, at: datetime, handover_id: str | None = None
) -> list[OpportunityEvent]:
    if opportunity.owner == to:
        return []
    about = (opportunity.id, opportunity.customer_id, opportunity.owner, to, by, at)
    return [OpportunityReassigned(*about, handover_id)]


def pick_up(opportunity: Opportunity, to: str, by: str, at: datetime) -> list[OpportunityEvent]:
    """Somebody has its customer now; unless it has been given to another, or closed, meanwhile."""
    if opportunity.owner is not None or opportunity.stage in CLOSED:
        return []
    return reassign(opportunity, to, by, at)
