"""Who may log what about which customer."""

from datetime import datetime

from kernel import Forbidden, NotFound, Rejected
from kernel.context import Context
from services.activity.owners import Standing

LEADS = frozenset({"manager", "admin"})
STAFF = LEADS | {"sales"}
IN_POOL = ("in-pool", "nobody holds this customer: claim it first")


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


def answers_for(asker: Context, whose: str | None, customer: Standing, at: datetime) -> bool:
    """What somebody has written or promised: theirs and of who sees theirs, wherever the customer
    is by now, and of who works on it.
    """
    mine = whose is not None and asker.sees(whose)
    return mine or works_on(asker, customer, at)


def reads(asker: Context, whose: str, customer: Standing, at: datetime) -> bool:
    """Also who may know of the customer in its pool or in the archive."""
    return answers_for(asker, whose, customer, at) or lies_in_sight(asker, customer)


def leads(asker: Context) -> bool:
    return asker.role in LEADS


def require_staff(asker: Context) -> None:
    if asker.role not in STAFF:
        raise Forbidden("role-not-allowed", "your role may not work with customers")


def require_may_import(asker: Context, author: str | None, at: datetime | None) -> None:
    """Only a manager writes down what somebody else did, or what was done before."""
    if (author in (None, asker.actor) and at is None) or asker.role in LEADS:
        return
    raise Forbidden("role-not-allowed", "only a manager may name another author or time")


def require_plans_for(asker: Context, person: str) -> None:
    """Everybody plans their own weeks; who leads, also those of whom they see."""
    require_staff(asker)
    if person == asker.actor or (asker.role in LEADS and asker.sees(person)):
        return
    raise NotFound(what="itinerary", id=person)
