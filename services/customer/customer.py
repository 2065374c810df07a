"""The customer: who brings it in, who may claim it, who lets it go and to whom it is given."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from kernel import Aggregate, Rejected
from kernel.context import Context
from kernel.rfc3339 import dump_time
from services.customer import rights
from services.customer.events import (
    CollaboratorAdded,
    CollaboratorRemoved,
    CustomerArchived,
    CustomerAssigned,
    CustomerClaimed,
    CustomerEdited,
    CustomerEvent,
    CustomerRegistered,
    CustomerReleased,
    Holders,
    OwnershipEvent,
    Profile,
    SecondOwnerNamed,
    held_after,
    owner_after,
    pool_after,
)

NOBODY = Profile(name="")


@dataclass(frozen=True)
class Customer(Holders):
    """Only what the rules below must remember; the rest belongs to read models."""

    id: str = ""
    owned_since: datetime | None = None
    pool: str | None = None
    archived: bool = False
    profile: Profile = NOBODY  # the event that told it last


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


def claim(customer: Customer, by: str, at: datetime) -> list[CustomerEvent]:
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
    rights.require_sight(asker, customer, at)
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
    rights.require_sight(asker, customer, at)
    if customer.owner == to:
        return []
    require_owner(customer, owner_before)
    return [CustomerAssigned(customer.id, to, asker.actor, customer.owner, at)]


class OwnerMoved(Rejected):
    """The customer changed hands since somebody looked whose portfolio the commit must touch."""


def require_owner(customer: Customer, owner_before: str | None) -> None:
    if customer.owner != owner_before:
        raise OwnerMoved("owner-moved", "the customer has just changed hands")


def told(profile: Profile) -> dict[str, Any]:
    """The fields of a profile, to be published with an event."""
    return {field.name: getattr(profile, field.name) for field in fields(Profile)}


def evolve(customer: Customer, event: CustomerEvent) -> Customer:
    match event:
        case CustomerRegistered():
            return moved(Customer(id=event.customer_id, profile=event), event)
        case CustomerEdited():
            return replace(customer, profile=event)
        case SecondOwnerNamed() | CollaboratorAdded() | CollaboratorRemoved():
            return held_after(customer, event)
        case _:
            return moved(customer, event)


def moved(customer: Customer, event: OwnershipEvent) -> Customer:
    return replace(
        held_after(customer, event),
        owned_since=event.at if owner_after(event) else None,
        pool=pool_after(event),
        archived=isinstance(event, CustomerArchived),
    )


CUSTOMER = Aggregate("customer", Customer(), evolve, CustomerEvent)
