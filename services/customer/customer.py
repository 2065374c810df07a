"""The customer: who brings it in, who may claim it, who lets it go and to whom it is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kernel import Aggregate, Rejected
from kernel.context import Context
from kernel.rfc3339 import dump_time
from services.customer import people, rights
from services.customer.events import (
    CollaboratorAdded,
    CollaboratorRemoved,
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    CustomerArchived,
    CustomerAssigned,
    CustomerClaimed,
    CustomerEdited,
    CustomerEvent,
    CustomerRegistered,
    CustomerReleased,
    Holders,
    OwnershipEvent,
    PrimaryContactNamed,
    Profile,
    SecondOwnerNamed,
    held_after,
    owner_after,
    pool_after,
)
from services.customer.people import NO_PEOPLE, People
from services.customer.profile import NOBODY, Values, differing, merged
from services.customer.profile import told as told

Decide = Callable[["Customer"], Sequence[CustomerEvent]]


@dataclass(frozen=True)
class Customer(Holders):
    """Only what the rules below must remember; the rest belongs to read models."""

    id: str = ""
    owned_since: datetime | None = None
    pool: str | None = None
    archived: bool = False
    kept_for: str | None = None  # who had it when it was archived
    kept_in: str | None = None  # in which pool it lay then
    profile: Profile = NOBODY  # the event that told it last
    people: People = NO_PEOPLE


def register(
    customer: Customer,
    customer_id: str,
    profile: Profile,
    owner: str | None,
    pool: str | None,
    by: str,
    at: datetime,
) -> list[CustomerEvent]:
    return [
        CustomerRegistered(
            customer_id=customer_id, owner=owner, pool=pool, by=by, at=at, **told(profile)
        )
    ]


def edit(customer: Customer, asker: Context, given: Values, at: datetime) -> list[CustomerEvent]:
    require_work_on(asker, customer, at)
    after = merged(customer.profile, given)
    changed = differing(customer.profile, after)
    if not changed:
        return []
    return [
        CustomerEdited(
            customer_id=customer.id, changed=changed, by=asker.actor, at=at, **told(after)
        )
    ]


def claim(customer: Customer, by: str, at: datetime) -> list[CustomerEvent]:
    require_live(customer)
    if customer.owner == by:
        return []
    if customer.owner is not None:
        since = dump_time(customer.owned_since) if customer.owned_since else None
        raise Rejected(
            "already-claimed",
            f"{customer.owner} was faster",
            owner=customer.owner,
            since=since,
        )
    return [CustomerClaimed(customer.id, by, at)]


def release(
    customer: Customer,
    asker: Context,
    reason: str,
    pool: str,
    owner_before: str | None,
    at: datetime,
) -> list[CustomerEvent]:
    require_work_on(asker, customer, at)
    if customer.owner is None:
        if customer.pool == pool:
            return []
        raise Rejected("in-pool", "nobody holds it", pool=customer.pool)
    require_owner(customer, owner_before)
    rights.require_hold(asker, customer, "release it")
    return [CustomerReleased(customer.id, asker.actor, reason, pool, customer.owner, at)]


def assign(
    customer: Customer, asker: Context, to: str, owner_before: str | None, at: datetime
) -> list[CustomerEvent]:
    rights.require_lead(asker, "assign customers")
    require_work_on(asker, customer, at)
    if customer.owner == to:
        return []
    require_owner(customer, owner_before)
    return [CustomerAssigned(customer.id, to, asker.actor, customer.owner, at)]


class OwnerMoved(Rejected):
    """The customer changed hands since somebody looked whose portfolio the commit must touch."""


def require_owner(customer: Customer, owner_before: str | None) -> None:
    if customer.owner != owner_before:
        raise OwnerMoved("owner-moved", "the customer has just changed hands")


class Moved(Rejected):
    """The customer is no longer as it was when the rest of the commit was made up."""


def unmoved(customer: Customer, before: Customer, decide: Decide) -> Sequence[CustomerEvent]:
    if customer != before:
        raise Moved("moved", "the customer has just changed")
    return decide(customer)


def require_work_on(asker: Context, customer: Customer, at: datetime) -> None:
    rights.require_sight(asker, customer, at)
    require_live(customer)


def require_live(customer: Customer) -> None:
    if customer.archived:
        raise Rejected("archived", "this customer is archived: restore it first")


def evolve(customer: Customer, event: CustomerEvent) -> Customer:
    match event:
        case CustomerRegistered():
            return moved(Customer(id=event.customer_id, profile=event), event)
        case CustomerEdited():
            return replace(customer, profile=event)
        case SecondOwnerNamed() | CollaboratorAdded() | CollaboratorRemoved():
            return held_after(customer, event)
        case ContactAdded() | ContactEdited() | ContactRemoved() | PrimaryContactNamed():
            return replace(customer, people=people.evolve(customer.people, event))
        case _:
            return moved(customer, event)


def moved(customer: Customer, event: OwnershipEvent) -> Customer:
    archived = event if isinstance(event, CustomerArchived) else None
    return replace(
        held_after(customer, event),
        owned_since=event.at if owner_after(event) else None,
        pool=pool_after(event),
        archived=archived is not None,
        kept_for=archived.owner_before if archived else None,
        kept_in=archived.pool_before if archived else None,
    )


CUSTOMER = Aggregate("customer", Customer(), evolve, CustomerEvent)
