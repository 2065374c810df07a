"""A deal that was won or lost runs again."""

from datetime import datetime

from kernel import Rejected
from kernel.context import Context
from services.pipeline.events import OpportunityEvent, OpportunityReopened
from services.pipeline.hurdles import require_after, require_work
from services.pipeline.moving import is_back, require_stage, version_of
from services.pipeline.pipelines import NONE, Pipeline, Version
from services.pipeline.reassigning import pass_on, reassign
from services.pipeline.remembered import CLOSED, Opportunity
from services.rights import require_lead


def reopen(
    opportunity: Opportunity,
    asker: Context,
    reason: str,
    to: str | None,
    at: datetime,
    told: bool = True,
    pipeline: Pipeline = NONE,
    owner_gone: bool = False,
) -> list[OpportunityEvent]:
    """Where it stood when it was closed, or on a stage before. What was won, by a manager."""
    require_work(opportunity, asker)
    if opportunity.stage not in CLOSED:
        return []
    if opportunity.stage == "won":
        require_lead(asker, "reopen a deal that was won")
    version = version_of(opportunity, pipeline)
    target = require_stage(version, to or opportunity.stood)
    if not to_before(version, opportunity.stood, target.id):
        raise Rejected("beyond-where-it-stood", f"it stood on {opportunity.stood}: begin there")
    at = require_after(opportunity, "reopened", at, told)
    reopened = OpportunityReopened(
        opportunity.id, opportunity.customer_id, opportunity.owner, opportunity.stage,
        target.id, reason, asker.actor, at, opportunity.pipeline_id, version.number,
        target.probability, target.expected_days, opportunity.since, opportunity.shares,
    )  # fmt: skip
    return [reopened, *(taken_over(opportunity, asker, at) if owner_gone else ())]


def taken_over(opportunity: Opportunity, asker: Context, at: datetime) -> list[OpportunityEvent]:
    """Who has left works on nothing: it is of who reopens it, and can be assigned from there."""
    me = asker.actor
    shared = pass_on(opportunity, opportunity.owner, me, me, at)
    return [*reassign(opportunity, me, me, at), *shared]


def to_before(version: Version, stood: str, to: str) -> bool:
    return to == stood or is_back(version, stood, to)
