"""The customer: who brings it in, who may claim it, who lets it go and to whom it is given."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, Rejected
from kernel.context import Context
from kernel.rfc3339 import dump_time
from services.customer import rights
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerEvent,
    CustomerRegistered,
    CustomerReleased,
)
from services.customer.profile import Profile


@dataclass(frozen=True)
class Customer:
    """Only what the rules below must remember; the rest belongs to read models."""

    id: str = ""
    owner: str | None = None
    owned_since: datetime | None = None
    pool: str | None = None


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
            customer_id=customer_id,
            name=profile.name,
            company=profile.company,
            phones=profile.phones,
            emails=profile.emails,
            owner=owner,
            pool=pool,
            by=by,
            industry=profile.industry,
            source=profile.source,
            remark=profile.remark,
            at=at,
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
    rights.require_sight(asker, customer.owner, customer.id)
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


def evolve(customer: Customer, event: CustomerEvent) -> Customer:
    match event:
        case CustomerRegistered():
            return Customer(event.customer_id, event.owner, event.at, event.pool)
        case CustomerClaimed():
            return replace(customer, owner=event.by, owned_since=event.at, pool=None)
        case CustomerReleased():
            return replace(customer, owner=None, owned_since=None, pool=event.pool)
        case CustomerAssigned():
            return replace(customer, owner=event.to, owned_since=event.at, pool=None)
        case _:
            assert_never(event)


CUSTOMER = Aggregate("customer", Customer(), evolve, CustomerEvent)
