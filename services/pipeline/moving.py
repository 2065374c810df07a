"""A deal moves on and back within its pipeline, is won or lost."""

from datetime import datetime, timedelta

from kernel import Invalid, Rejected
from kernel.context import Context
from services.pipeline.conditions import NOTHING, Heard, entered, require_met
from services.pipeline.events import (
    Money,
    OpportunityEvent,
    OpportunityLost,
    OpportunityStageChanged,
    OpportunityStuck,
    OpportunityWon,
    PipelineStage,
)
from services.pipeline.hurdles import from_items, require_after, require_work, require_worked
from services.pipeline.pipelines import NONE, Pipeline, Version, require_version
from services.pipeline.remembered import CLOSED, Opportunity


def change_stage(
    opportunity: Opportunity,
    asker: Context,
    to: str,
    at: datetime,
    told: bool = True,
    pipeline: Pipeline = NONE,
    heard: Heard = NOTHING,
) -> list[OpportunityEvent]:
    """Forward when it has what the stages ask for; back where its pipeline allows it."""
    require_work(opportunity, asker)
    if opportunity.stage == to:
        return []
    require_worked(opportunity)
    version = version_of(opportunity, pipeline)
    stage = require_stage(version, to)
    back = is_back(version, opportunity.stage, to)
    if back:
        require_back(version, opportunity.stage, to)
    at = require_after(opportunity, "moved", at, told)
    if not back:
        require_met(entered(version, opportunity.stage, to), opportunity, heard, to, at)
    return [
        OpportunityStageChanged(
            opportunity.id, opportunity.customer_id, opportunity.stage, to, asker.actor, at,
            opportunity.pipeline_id, version.number, back, stage.probability, stage.expected_days,
        )
    ]  # fmt: skip


def win(
    opportunity: Opportunity,
    asker: Context,
    amount: Money | None,
    at: datetime,
    told: bool = True,
    pipeline: Pipeline = NONE,
    heard: Heard = NOTHING,
) -> list[OpportunityEvent]:
    """For the amount named now, or else the one that was expected, or that the items come to."""
    require_work(opportunity, asker)
    if opportunity.stage == "won" and amount in (None, opportunity.amount):
        return []
    owner = require_worked(opportunity)
    if opportunity.items and amount not in (None, opportunity.amount):
        raise from_items()
    at, amount = require_after(opportunity, "won", at, told), amount or opportunity.amount
    asked = entered(version_of(opportunity, pipeline), opportunity.stage, "won")
    require_met(asked, opportunity, heard, "won", at)
    about = (opportunity.id, opportunity.customer_id, owner, amount)
    return [OpportunityWon(*about, asker.actor, at, opportunity.stage)]


def lose(
    opportunity: Opportunity,
    asker: Context,
    reason: str,
    at: datetime,
    told: bool = True,
    competitor: str | None = None,
) -> list[OpportunityEvent]:
    require_work(opportunity, asker)
    if opportunity.stage == "lost":
        return []
    owner = require_worked(opportunity)
    at = require_after(opportunity, "lost", at, told)
    about = (opportunity.id, opportunity.customer_id, owner, reason, asker.actor, at)
    return [OpportunityLost(*about, opportunity.stage, competitor)]


def tell_stuck(opportunity: Opportunity, at: datetime) -> list[OpportunityEvent]:
    """Once for each time that it stands somewhere for too long; unless it has moved since."""
    days, stage, since = opportunity.expected_days, opportunity.stage, opportunity.stands_since
    if stage in CLOSED or opportunity.stuck or days is None or at < since + timedelta(days=days):
        return []
    about = (opportunity.id, opportunity.customer_id, opportunity.owner, stage, since, days)
    return [OpportunityStuck(*about, at)]


def version_of(opportunity: Opportunity, pipeline: Pipeline) -> Version:
    return require_version(pipeline, opportunity.pipeline_id, opportunity.pipeline_version)


def require_stage(version: Version, id: str, field: str = "to") -> PipelineStage:
    if stage := version.stage(id):
        return stage
    wrong = {"field": field, "message": "must be one of " + ", ".join(version.ids)}
    raise Invalid("invalid", "the input has errors", errors=[wrong])


def is_back(version: Version, was: str, to: str) -> bool:
    return was in version.ids and version.ids.index(to) < version.ids.index(was)


def require_back(version: Version, was: str, to: str) -> None:
    stage = version.stage(was)
    if stage and to not in stage.back_to:
        may = ", ".join(stage.back_to) or "nowhere"
        raise Rejected(
            "no-way-back", f"from {was} it goes back to {may}", stage=was, back_to=stage.back_to
        )
