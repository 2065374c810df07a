"""What stands in the way of a command on a deal, whatever the command is."""

from datetime import datetime

from kernel import Invalid, NotFound, Rejected
from kernel.context import Context
from kernel.form import CLOCKS_DIFFER
from services.pipeline import rights
from services.pipeline.remembered import CLOSED, Opportunity
from services.rights import require_staff


def require_work(opportunity: Opportunity, asker: Context) -> None:
    require_staff(asker)
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
