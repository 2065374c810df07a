"""The opportunity: a possible deal, from its first stage to won or lost, folded from its events."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate
from services.pipeline.events import (
    DealEvent,
    KeyDealMarked,
    OpportunityEdited,
    OpportunityEvent,
    OpportunityItemsSet,
    OpportunityLost,
    OpportunityMigrated,
    OpportunityOpened,
    OpportunityReassigned,
    OpportunityReopened,
    OpportunityShared,
    OpportunityStageChanged,
    OpportunityStuck,
    OpportunityWon,
)
from services.pipeline.remembered import Opportunity, Told


def evolve(opportunity: Opportunity, event: OpportunityEvent) -> Opportunity:
    after = done(opportunity, event)
    marked = opportunity.marked + 1 if isinstance(event, OpportunityStuck) else 0
    return after if after.marked == marked else replace(after, marked=marked)


def done(opportunity: Opportunity, event: OpportunityEvent) -> Opportunity:
    match event:
        case OpportunityOpened():
            return opened(event)
        case OpportunityStageChanged():
            return stands(opportunity, event, "moved")
        case OpportunityReassigned():
            left_by = None if event.to else event.owner_before
            return replace(opportunity, owner=event.to, left_by=left_by)
        case OpportunityWon():
            told = replace(opportunity.told, amount=event.amount)
            return closed(replace(opportunity, told=told), "won", event.at)
        case OpportunityLost():
            return closed(opportunity, "lost", event.at)
        case _:
            return told_of(opportunity, event)


def told_of(opportunity: Opportunity, event: DealEvent) -> Opportunity:
    match event:
        case OpportunityEdited():
            return replace(opportunity, told=edited(event))
        case OpportunityItemsSet():
            worth = event.amount or opportunity.amount
            told = replace(opportunity.told, amount=worth)
            return replace(opportunity, items=event.items, told=told)
        case OpportunityShared():
            passed = (event.handover_id, opportunity.shares) if event.handover_id else None
            return replace(opportunity, shares=event.shares, passed=passed)
        case KeyDealMarked():
            return replace(opportunity, key=event.key)
        case _:
            return turned(opportunity, event)


def turned(
    opportunity: Opportunity, event: OpportunityReopened | OpportunityMigrated | OpportunityStuck
) -> Opportunity:
    match event:
        case OpportunityReopened():
            return stands(opportunity, event, "reopened")
        case OpportunityMigrated():
            since = opportunity.stands_since
            return replace(stands(opportunity, event, opportunity.last), stands_since=since)
        case OpportunityStuck():
            return replace(opportunity, stuck=True)
        case _:
            assert_never(event)


def opened(event: OpportunityOpened) -> Opportunity:
    since = max(event.at, event.engaged_at or event.at)
    return Opportunity(
        id=event.opportunity_id,
        customer_id=event.customer_id,
        owner=event.owner,
        stage=event.stage,
        since=since,
        last="opened" if since == event.at else "engaged",
        pipeline_id=event.pipeline_id,
        pipeline_version=event.pipeline_version,
        stood=event.stage,
        stands_since=since,
        expected_days=event.expected_days,
        told=Told(event.name, event.product, event.amount, event.expected_close),
    )


def stands(
    opportunity: Opportunity,
    event: OpportunityStageChanged | OpportunityReopened | OpportunityMigrated,
    last: str,
) -> Opportunity:
    since = max(opportunity.since, event.at)
    return replace(
        opportunity,
        stage=event.to,
        stood=event.to,
        since=since,
        stands_since=since,
        last=last,
        expected_days=event.expected_days,
        stuck=False,
        pipeline_version=event.pipeline_version,
    )


def closed(opportunity: Opportunity, stage: str, at: datetime) -> Opportunity:
    since = max(opportunity.since, at)
    return replace(opportunity, stage=stage, since=since, last=stage, stuck=False)


def edited(event: OpportunityEdited) -> Told:
    return Told(
        event.name, event.product, event.amount, event.expected_close, event.description,
        event.priority, event.forecast, event.competitors, event.contacts,
    )  # fmt: skip


OPPORTUNITY = Aggregate("opportunity", Opportunity(), evolve, OpportunityEvent)
