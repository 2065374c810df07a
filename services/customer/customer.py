"""The customer: who brings it in, who may claim it, who lets it go and to whom it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
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
    LetGo,
    OwnershipEvent,
    Profile,
    SecondOwnerNamed,
    SharingEvent,
    owner_after,
    pool_after,
)

NOBODY = Profile(name="")


@dataclass(frozen=True)
class Customer:
    """Only what the rules below must remember; the rest belongs to read models."""

    id: str = ""
    owner: str | None = None
    owned_since: datetime | None = None
    pool: str | None = None
    archived: bool = False
    second_owner: str | None = None
    collaborators: Mapping[str, datetime | None] = field(default_factory=dict)  # until when
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
    rights.require_sight(asker, customer)
    if customer.owner is None:
        if customer.pool == pool:
            return []
        raise Rejected("in-pool", "nobody holds it", pool=customer.pool)
    require_owner(customer, owner_before)
    return [CustomerReleased(customer.id, asker.actor, reason, pool, customer.owner, at)]


def assign(
    customer: Customer, asker: Context, to: str, owner_before: str | None, at: datetime
) -> list[CustomerEvent]:
    rights.require_lead(asker, "assign customers")
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
            return held(Customer(event.customer_id, profile=event), event)
        case CustomerEdited():
            return replace(customer, profile=event)
        case SecondOwnerNamed() | CollaboratorAdded() | CollaboratorRemoved():
            return shared(customer, event)
        case _:
            return held(customer, event)


def shared(customer: Customer, event: SharingEvent) -> Customer:
    if isinstance(event, SecondOwnerNamed):
        return replace(customer, second_owner=event.person)
    left = {who: end for who, end in customer.collaborators.items() if who != event.person}
    added = {event.person: event.until} if isinstance(event, CollaboratorAdded) else {}
    return replace(customer, collaborators=left | added)


def held(customer: Customer, event: OwnershipEvent) -> Customer:
    """With its owner a customer loses everybody who shared it."""
    owner = owner_after(event)
    left = Customer(customer.id, profile=customer.profile) if isinstance(event, LetGo) else customer
    return replace(
        left,
        owner=owner,
        owned_since=event.at if owner else None,
        pool=pool_after(event),
        archived=isinstance(event, CustomerArchived),
    )


CUSTOMER = Aggregate("customer", Customer(), evolve, CustomerEvent)
