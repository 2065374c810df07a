"""The opportunity: a possible deal, from prospecting to won or lost."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, Invalid, NotFound, Rejected
from kernel.context import Context
from kernel.form import CLOCKS_DIFFER, EARLIEST
from services.pipeline import rights
from services.pipeline.deal import STAGES, Deal
from services.pipeline.events import (
    Money,
    OpportunityEvent,
    OpportunityLost,
    OpportunityOpened,
    OpportunityReassigned,
    OpportunityStageChanged,
    OpportunityWon,
)
from services.pipeline.owners import Standing

CLOSED = ("won", "lost")


@dataclass(frozen=True)
class Opportunity:
    id: str = ""
    customer_id: str | None = None
    owner: str | None = None  # None: it waits for whoever gets its customer
    stage: str = STAGES[0]
    amount: Money | None = None
    since: datetime = EARLIEST  # when the last thing happened to it
    last: str = "opened"  # what that was


def open_deal(
    opportunity: Opportunity,
    asker: Context,
    customer: Standing,
    opportunity_id: str,
    deal: Deal,
    at: datetime,
) -> list[OpportunityEvent]:
    """A deal that begins as engaging has been engaged by now."""
    require_may_open(deal, asker, customer, at)
    engaged_at = (deal.engaged_at or at) if deal.stage == "engaging" else None
    return [
        OpportunityOpened(
            opportunity_id,
            deal.customer_id,
            deal.name,
            deal.product,
            deal.owner,
            deal.stage,
            deal.amount,
            deal.expected_close,
            engaged_at,
            asker.actor,
            at,
        )
    ]


def change_stage(
    opportunity: Opportunity, asker: Context, to: str, at: datetime, told: bool = True
) -> list[OpportunityEvent]:
    """Forward or back, as long as it is open."""
    require_work(opportunity, asker)
    if opportunity.stage == to:
        return []
    require_worked(opportunity)
    at, was, by = require_after(opportunity, "moved", at, told), opportunity.stage, asker.actor
    return [OpportunityStageChanged(opportunity.id, opportunity.customer_id, was, to, by, at)]


def win(
    opportunity: Opportunity, asker: Context, amount: Money | None, at: datetime, told: bool = True
) -> list[OpportunityEvent]:
    """For the amount named now, or else the one it was opened with."""
    require_work(opportunity, asker)
    if opportunity.stage == "won" and amount in (None, opportunity.amount):
        return []
    owner = require_worked(opportunity)
    at, amount = require_after(opportunity, "won", at, told), amount or opportunity.amount
    id, customer_id = opportunity.id, opportunity.customer_id
    return [OpportunityWon(id, customer_id, owner, amount, asker.actor, at)]


def lose(
    opportunity: Opportunity, asker: Context, reason: str, at: datetime, told: bool = True
) -> list[OpportunityEvent]:
    require_work(opportunity, asker)
    if opportunity.stage == "lost":
        return []
    owner = require_worked(opportunity)
    at = require_after(opportunity, "lost", at, told)
    id, customer_id = opportunity.id, opportunity.customer_id
    return [OpportunityLost(id, customer_id, owner, reason, asker.actor, at)]


def require_may_open(deal: Deal, asker: Context, customer: Standing, at: datetime) -> None:
    rights.require_staff(asker)
    if deal.owner != asker.actor:
        rights.require_lead(asker, "open a deal for somebody else")
    if deal.customer_id is not None:
        rights.require_work_on(asker, customer, deal.customer_id, at)


def require_work(opportunity: Opportunity, asker: Context) -> None:
    rights.require_staff(asker)
    if not rights.works_on_deal(asker, opportunity.owner):
        raise NotFound(what="opportunity", id=opportunity.id)


def require_open(opportunity: Opportunity) -> None:
    if opportunity.stage in CLOSED:
        raise Rejected("closed", f"the deal is {opportunity.stage}", stage=opportunity.stage)


def require_worked(opportunity: Opportunity) -> str:
    """Whose it is."""
    require_open(opportunity)
    if opportunity.owner is None:
        raise Rejected("nobodys", "nobody has this deal: assign it to somebody first")
    return opportunity.owner


def require_after(opportunity: Opportunity, done: str, at: datetime, told: bool) -> datetime:
    """When it is done: not before what happened last, even by a clock that goes slower.

    Unless it was `told`, it comes from a clock of ours, for which nobody can be blamed.
    """
    if told and at < opportunity.since - CLOCKS_DIFFER:
        before = f"before it was {opportunity.last} on {opportunity.since.date()}"
        early = {"field": "at", "message": f"a deal cannot be {done} {before}"}
        raise Invalid("invalid", "the input has errors", errors=[early])
    return max(at, opportunity.since)


def evolve(opportunity: Opportunity, event: OpportunityEvent) -> Opportunity:
    match event:
        case OpportunityOpened():
            return opened(event)
        case OpportunityStageChanged():
            since = max(opportunity.since, event.at)
            return replace(opportunity, stage=event.to, since=since, last="moved")
        case OpportunityReassigned():
            return replace(opportunity, owner=event.to)
        case OpportunityWon():
            return replace(opportunity, stage="won", amount=event.amount)
        case OpportunityLost():
            return replace(opportunity, stage="lost")
        case _:
            assert_never(event)


def opened(event: OpportunityOpened) -> Opportunity:
    since = max(event.at, event.engaged_at or event.at)
    return Opportunity(
        id=event.opportunity_id,
        customer_id=event.customer_id,
        owner=event.owner,
        stage=event.stage,
        amount=event.amount,
        since=since,
        last="opened" if since == event.at else "engaged",
    )


OPPORTUNITY = Aggregate("opportunity", Opportunity(), evolve, OpportunityEvent)
