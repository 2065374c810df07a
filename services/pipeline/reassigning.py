"""Whose a deal is: given to somebody, handed over, or taken up with its customer."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from kernel.context import Context
from services.pipeline.events import (
    OpportunityEvent,
    OpportunityHanded,
    OpportunityReassigned,
    OpportunityShared,
    Share,
)
from services.pipeline.hurdles import require_open, require_work
from services.pipeline.remembered import CLOSED, Opportunity
from services.rights import require_lead


def assign(
    opportunity: Opportunity, asker: Context, to: str, at: datetime
) -> list[OpportunityEvent]:
    """To somebody else. What is closed stays whose it was then."""
    require_lead(asker, "give a deal to somebody")
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
    shared = pass_on(opportunity, opportunity.left_by, to, by, at)
    return [*reassign(opportunity, to, by, at), *shared]


def hand(
    opportunity: Opportunity,
    leaver: str,
    handed: OpportunityHanded,
    by: str,
    at: datetime,
    handover_id: str,
) -> list[OpportunityEvent]:
    """With the leaver's part in its success, or that part alone."""
    shared = pass_on(opportunity, leaver, handed.to, by, at, handover_id)
    if handed.share:
        return shared
    return [*reassign(opportunity, handed.to, by, at, handover_id), *shared]


def give_back(
    opportunity: Opportunity,
    leaver: str,
    handed: OpportunityHanded,
    by: str,
    at: datetime,
    handover_id: str,
) -> list[OpportunityEvent]:
    """Shared as it was before, unless somebody has shared it anew."""
    back = [] if handed.share else reassign(opportunity, leaver, by, at, handover_id)
    if opportunity.passed is None or opportunity.passed[0] != handover_id:
        return back
    return [*back, shared_as(opportunity, opportunity.passed[1], by, at)]


def pass_on(
    opportunity: Opportunity,
    leaver: str | None,
    to: str | None,
    by: str,
    at: datetime,
    handover_id: str | None = None,
) -> list[OpportunityEvent]:
    """Nobody's part waits with the deal for who gets it."""
    if to is None or leaver in (None, to) or not has_part(opportunity, leaver):
        return []
    return [shared_as(opportunity, joined(opportunity.shares, leaver, to), by, at, handover_id)]


def has_part(opportunity: Opportunity, person: str | None) -> bool:
    return any(share.person == person for share in opportunity.shares)


def joined(shares: Sequence[Share], leaver: str | None, to: str) -> tuple[Share, ...]:
    """What is passed on is added to what its receiver has already."""
    parts: dict[str, Decimal] = {}
    for one in shares:
        person = to if one.person == leaver else one.person
        parts[person] = parts.get(person, Decimal(0)) + Decimal(one.percent)
    return tuple(Share(person, f"{part:f}") for person, part in parts.items())


def shared_as(
    opportunity: Opportunity,
    shares: tuple[Share, ...],
    by: str,
    at: datetime,
    handover_id: str | None = None,
) -> OpportunityShared:
    about = (opportunity.id, opportunity.customer_id, shares, by, at)
    return OpportunityShared(*about, handover_id)
