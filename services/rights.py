"""Who may work on a customer, by its standing: one rule for all services that write about it."""

from datetime import datetime

from kernel import Forbidden, NotFound, Rejected
from kernel.context import Context
from services.customer.events import Standing

LEADS = frozenset({"manager", "admin"})
STAFF = LEADS | {"sales"}
IN_POOL = ("in-pool", "nobody holds this customer: claim it first")


def require_staff(asker: Context) -> None:
    if asker.role not in STAFF:
        raise Forbidden("role-not-allowed", "your role may not work with customers")


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
