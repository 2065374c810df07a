"""Who may do what to whose customers."""

from datetime import datetime
from typing import Protocol

from kernel import Forbidden, Invalid, NotFound
from kernel.context import Context
from services.rights import LEADS, STAFF, require_lead


class Customer(Protocol):
    """A customer, as far as rights have to know it."""

    @property
    def id(self) -> str: ...

    @property
    def owner(self) -> str | None: ...

    @property
    def second_owner(self) -> str | None: ...

    @property
    def kept_for(self) -> str | None: ...

    def collaborates(self, person: str, at: datetime) -> bool: ...


def first_owner(asker: Context, owner: str | None, pool: str | None) -> str | None:
    """Who holds a new customer: who brings it in, unless a manager names a person, or a pool."""
    require_staff(asker)
    if owner is not None and pool is not None:
        both = {"field": "pool", "message": "either an owner or a pool, not both"}
        raise Invalid("invalid", "the input has errors", errors=[both])
    if owner not in (None, asker.actor):
        require_lead(asker, "register a customer for somebody else")
    return None if pool is not None else owner or asker.actor


def sees(asker: Context, customer: Customer, at: datetime) -> bool:
    """What lies in a pool is seen by all; what somebody has, by whom their visibility lets.

    What is archived counts as its owner's of then.
    """
    if asker.role not in STAFF:
        return False
    holder = customer.owner or customer.kept_for
    return (
        holder is None
        or asker.sees(holder, customer.second_owner)
        or customer.collaborates(asker.actor, at)
    )


def require_sight(asker: Context, customer: Customer, at: datetime) -> None:
    """What somebody may not see does not exist for them."""
    require_staff(asker)
    if not sees(asker, customer, at):
        raise NotFound(what="customer", id=customer.id)


def holds(asker: Context, customer: Customer, at: datetime) -> bool:
    """Who has it or had it when it was archived, who shares it, and managers."""
    held_by = (customer.owner or customer.kept_for, customer.second_owner)
    return asker.role in LEADS or asker.actor in held_by or customer.collaborates(asker.actor, at)


def require_hold(asker: Context, customer: Customer, what: str) -> None:
    """For who sees the customer already: sharing it is not enough to give it away."""
    if asker.role not in LEADS and asker.actor != customer.owner:
        raise Forbidden("not-yours", f"only {customer.owner} or a manager may {what}")


def require_staff(asker: Context) -> None:
    if asker.role not in STAFF:
        raise Forbidden("role-not-allowed", "your role may not change customers")
