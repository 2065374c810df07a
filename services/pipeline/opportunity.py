"""The opportunity: a possible deal, from its first stage to won or lost."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from kernel import Aggregate, Invalid, NotFound, Rejected
from kernel.context import Context
from kernel.form import CLOCKS_DIFFER, EARLIEST
from services.pipeline import rights
from services.pipeline.events import (
    DEFAULT,
    DealEvent,
    KeyDealMarked,
    LineItem,
    Money,
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
    Share,
)

CLOSED = ("won", "lost")
Passed = tuple[str, tuple[Share, ...]]  # by which handover, and how it was shared before


@dataclass(frozen=True)
class Told:
    """What is told of a deal, for people and for what a stage asks for."""

    name: str = ""
    product: str | None = None
    amount: Money | None = None
    expected_close: date | None = None
    description: str | None = None
    priority: str | None = None
    forecast: str | None = None
    competitors: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opportunity:
    id: str = ""
    customer_id: str | None = None
    owner: str | None = None  # None: it waits for whoever gets its customer
    stage: str = ""
    since: datetime = EARLIEST  # when the last thing happened to it
    last: str = "opened"  # what that was
    pipeline_id: str = DEFAULT
    pipeline_version: int = 1
    stood: str = ""  # the stage that it stood on before it was closed
    stands_since: datetime = EARLIEST
    expected_days: int | None = None  # on this stage
    stuck: bool = False  # and it has been told that they are over
    told: Told = Told()
    items: tuple[LineItem, ...] = ()
    shares: tuple[Share, ...] = ()
    passed: Passed | None = None  # nobody has shared it anew since
    left_by: str | None = None  # whose it was, while it is nobody's
    key: bool = False
    marked: int = 0  # how often it was marked as stuck since somebody did something

    @property
    def amount(self) -> Money | None:
        return self.told.amount

    @property
    def people(self) -> tuple[str | None, ...]:
        """Its owner first, and who works on it too."""
        return (self.owner, *(share.person for share in self.shares))


def require_work(opportunity: Opportunity, asker: Context) -> None:
    rights.require_staff(asker)
    if not rights.works_on_deal(asker, *opportunity.people):
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


def from_items() -> Rejected:
    says = "the amount is the sum of the line items: change those"
    return Rejected("amount-from-items", says, field="amount")


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
