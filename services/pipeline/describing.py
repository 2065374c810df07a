"""What is told of a deal changes: its terms, line items, people, and whether it is a key deal."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from kernel import Forbidden, Invalid
from kernel.context import Context
from services.pipeline.events import (
    KeyDealMarked,
    LineItem,
    Money,
    OpportunityEdited,
    OpportunityEvent,
    OpportunityItemsSet,
    OpportunityShared,
    Share,
)
from services.pipeline.hurdles import from_items, require_open, require_work
from services.pipeline.remembered import Opportunity, Told
from services.rights import require_staff


def edit(
    opportunity: Opportunity, asker: Context, changes: Mapping[str, Any], at: datetime
) -> list[OpportunityEvent]:
    """Only what is mentioned. With line items the amount is their sum."""
    require_work(opportunity, asker)
    told = replace(opportunity.told, **changes)
    names = (field.name for field in fields(Told))
    changed = [name for name in names if getattr(told, name) != getattr(opportunity.told, name)]
    if not changed:
        return []
    require_open(opportunity)
    if "amount" in changed and opportunity.items:
        raise from_items()
    return [
        OpportunityEdited(
            opportunity.id, opportunity.customer_id, tuple(changed), **vars(told),
            by=asker.actor, at=at,
        )
    ]  # fmt: skip


def set_items(
    opportunity: Opportunity,
    asker: Context,
    items: Sequence[LineItem],
    amount: Money | None,
    at: datetime,
) -> list[OpportunityEvent]:
    require_work(opportunity, asker)
    if opportunity.items == tuple(items) and amount in (None, opportunity.amount):
        return []
    require_open(opportunity)
    require_currency(opportunity, amount)
    about = (opportunity.id, opportunity.customer_id, tuple(items), amount)
    return [OpportunityItemsSet(*about, asker.actor, at)]


def require_currency(opportunity: Opportunity, amount: Money | None) -> None:
    """Nobody makes yuan into dollars by the way."""
    known = opportunity.amount
    if known and amount and known.currency != amount.currency:
        says = f"the amount of the deal is in {known.currency}"
        how = "take the line items away and empty the amount first, to change it"
        wrong = {"field": "currency", "message": f"{says}: {how}"}
        raise Invalid("invalid", "the input has errors", errors=[wrong])


def share(
    opportunity: Opportunity, asker: Context, shares: Mapping[str, str], at: datetime
) -> list[OpportunityEvent]:
    """Its owner says so, or who leads; somebody with a share does not give it away."""
    require_work(opportunity, asker)
    if not asker.sees(opportunity.owner):
        raise Forbidden("not-yours", "only its owner, or who leads them, says who works on it")
    made = tuple(Share(*one) for one in shares.items())
    if opportunity.shares == made:
        return []
    require_open(opportunity)
    return [OpportunityShared(opportunity.id, opportunity.customer_id, made, asker.actor, at)]


def mark_key(
    opportunity: Opportunity, asker: Context, key: bool, at: datetime
) -> list[OpportunityEvent]:
    require_staff(asker)
    require_work(opportunity, asker)
    if opportunity.key == key:
        return []
    return [KeyDealMarked(opportunity.id, opportunity.customer_id, key, asker.actor, at)]
