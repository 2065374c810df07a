"""Who may work on which customer's ladder and on which deal."""

from datetime import datetime

from kernel import Rejected
from kernel.context import Context
from services.pipeline.owners import Standing
from services.rights import IN_POOL, STAFF, require_lead, require_work_on, works_on


def climbs(asker: Context, customer: Standing, at: datetime) -> bool:
    """Only what somebody holds can climb the ladder: a customer in a pool stands in the pool."""
    return customer.owner is not None and works_on(asker, customer, at)


def require_climb(asker: Context, customer: Standing, customer_id: str, at: datetime) -> None:
    require_work_on(asker, customer, customer_id, at)
    if customer.owner is None:
        raise Rejected(*IN_POOL)


def works_on_deal(asker: Context, *people: str | None) -> bool:
    """The same who see it: its owner, even after the customer has gone to others, who works on it
    with them, and above.

    Assigned, claimed or released, a customer goes without its deals; a handover takes them along.
    """
    return asker.role in STAFF and asker.sees(*people)


def require_own_time(asker: Context, *times: datetime | None) -> None:
    """Only a manager tells what happened in the past, for others as for an import."""
    if any(times):
        require_lead(asker, "tell when it happened")
