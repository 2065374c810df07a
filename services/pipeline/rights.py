"""Who may work on which customer's ladder and on which deal."""

from datetime import datetime

from kernel import Forbidden, NotFound, Rejected
from kernel.context import Context
from services.pipeline.owners import Standing

LEADS = frozenset({"manager", "admin"})
STAFF = LEADS | {"sales"}
IN_POOL = ("in-pool", "nobody holds this customer: claim it first")


def require_staff(asker: Context) -> None:
    if asker.role not in STAFF:
        raise Forbidden("role-not-allowed", "your role may not change the pipeline")


def require_lead(asker: Context, what: str) -> None:
    if asker.role not in LEADS:
        raise Forbidden("role-not-allowed", f"only a manager may {what}")


def works_on(asker: Context, customer: Standing, at: datetime) -> bool:
    """Its owners, who sees what is theirs, and who collaborates."""
    if not customer.known or customer.archived or asker.role not in STAFF:
        return False
    sees = asker.sees(customer.owner, customer.second_owner)
    return sees or customer.collaborates(asker.actor, at)


def require_work_on(asker: Context, customer: Standing, customer_id: str, at: datetime) -> None:
    """What lies in a pool is seen by its members, and must be claimed first; others' customers do
    not exist.
    """
    require_staff(asker)
    if works_on(asker, customer, at):
        return
    if not lies_in_sight(asker, customer):
        raise NotFound(what="customer", id=customer_id)
    if customer.archived:
        raise Rejected("archived", "this customer is archived: restore it first")
    raise Rejected(*IN_POOL)


def lies_in_sight(asker: Context, customer: Standing) -> bool:
    """Nobody has it, but the asker may know of it: as a member of its pool, or as who had it."""
    if not customer.known or customer.owner is not None:
        return False
    if customer.kept_for is not None:
        return asker.sees(customer.kept_for)
    return asker.role in LEADS or customer.admits(asker.actor)


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
