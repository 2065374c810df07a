"""Who may do what to whose customers."""

from typing import Protocol

from kernel import Forbidden, Invalid, NotFound
from kernel.context import Context

LEADS = frozenset({"manager", "admin"})
STAFF = LEADS | {"sales"}


class Held(Protocol):
    """A customer, as far as rights have to know it."""

    @property
    def id(self) -> str: ...

    @property
    def owner(self) -> str | None: ...

    @property
    def kept_for(self) -> str | None: ...


def first_owner(asker: Context, owner: str | None, pool: str | None) -> str | None:
    """Who holds a new customer: who brings it in, unless a manager names a person, or a pool."""
    require_staff(asker)
    if owner is not None and pool is not None:
        both = {"field": "pool", "message": "either an owner or a pool, not both"}
        raise Invalid("invalid", "the input has errors", errors=[both])
    if owner not in (None, asker.actor):
        require_lead(asker, "register a customer for somebody else")
    return None if pool is not None else owner or asker.actor


def sees(asker: Context, customer: Held) -> bool:
    """A salesperson sees own customers and those in a pool, a manager all of them.

    What is archived counts as its owner's of then.
    """
    holder = customer.owner or customer.kept_for
    return asker.role in LEADS or (asker.role == "sales" and holder in (None, asker.actor))


def require_sight(asker: Context, customer: Held) -> None:
    """What somebody may not see does not exist for them."""
    require_staff(asker)
    if not sees(asker, customer):
        raise NotFound(what="customer", id=customer.id)


def require_staff(asker: Context) -> None:
    if asker.role not in STAFF:
        raise Forbidden("role-not-allowed", "your role may not change customers")


def require_lead(asker: Context, what: str) -> None:
    if asker.role not in LEADS:
        raise Forbidden("role-not-allowed", f"only a manager may {what}")
