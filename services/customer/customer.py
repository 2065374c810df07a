"""The customer: what the rules remember of it. How it changes hands: `ownership.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from kernel import Aggregate, Rejected
from services.customer.events import (
    CollaboratorAdded,
    CollaboratorRemoved,
    CustomerArchived,
    CustomerEdited,
    CustomerEvent,
    CustomerLocked,
    CustomerRegistered,
    CustomerUnlocked,
    KeepingEvent,
    LetGo,
    OwnershipEvent,
    Profile,
    RecycleWarned,
    SecondOwnerNamed,
    SharingEvent,
    StandingNoted,
    owner_after,
    pool_after,
)
from services.customer.pool import PUBLIC, Into, require_into
from services.customer.portfolio import BASE, Under, under_of
from services.customer.portfolio import told as under_told

NOBODY = Profile(name="")
FORMER = 20  # owners that are remembered


@dataclass(frozen=True)
class Lock:
    """Neither claimed nor recycled."""

    until: datetime | None  # None: until unlocked

    def holds(self, at: datetime) -> bool:
        return self.until is None or at < self.until


@dataclass(frozen=True)
class Hold:
    """By whom a customer is held, and how that is counted."""

    owner: str | None
    under: Under = BASE
    won: bool = False


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
    brought_by: str = ""
    brought_at: datetime | None = None
    home: str = PUBLIC  # the pool that it lies in, or lay in last: whose rules it is held by
    under: Under = BASE  # the rule by which it is counted as held
    won: bool = False  # by its ladder, under the present owner
    former: Mapping[str, datetime] = field(default_factory=dict)  # owners, and when they let it go
    lock: Lock | None = None

    @property
    def hold(self) -> Hold:
        """What its owner's portfolio has to be told."""
        return Hold(self.owner, self.under, self.won)


def register(
    customer: Customer,
    customer_id: str,
    profile: Profile,
    owner: str | None,
    pool: str | None,
    by: str,
    at: datetime,
    under: Under = BASE,
    into: Into | None = None,
) -> list[CustomerEvent]:
    if into:
        require_into(into)
    rules_pool, rule = under_told(under)
    return [
        CustomerRegistered(
            customer_id=customer_id, owner=owner, pool=pool, by=by, at=at,
            rules_pool=rules_pool, rule=rule, **told(profile),
        )
    ]  # fmt: skip


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
            begun = Customer(
                event.customer_id, profile=event, brought_by=event.by, brought_at=event.at
            )
            return held(begun, event)
        case CustomerEdited():
            return replace(customer, profile=event)
        case SecondOwnerNamed() | CollaboratorAdded() | CollaboratorRemoved():
            return shared(customer, event)
        case CustomerLocked() | CustomerUnlocked() | StandingNoted() | RecycleWarned():
            return kept(customer, event)
        case _:
            return held(customer, event)


def shared(customer: Customer, event: SharingEvent) -> Customer:
    if isinstance(event, SecondOwnerNamed):
        return replace(customer, second_owner=event.person)
    left = {who: end for who, end in customer.collaborators.items() if who != event.person}
    added = {event.person: event.until} if isinstance(event, CollaboratorAdded) else {}
    return replace(customer, collaborators=left | added)


def kept(customer: Customer, event: KeepingEvent) -> Customer:
    match event:
        case CustomerLocked():
            return replace(customer, lock=Lock(event.until))
        case CustomerUnlocked():
            return replace(customer, lock=None)
        case StandingNoted():
            return replace(customer, won=event.won)
        case RecycleWarned():
            return customer


def held(customer: Customer, event: OwnershipEvent) -> Customer:
    """With its owner a customer loses everybody who shared it."""
    owner, pool = owner_after(event), pool_after(event)
    left = let_go(customer, event) if isinstance(event, LetGo) else customer
    return replace(
        left,
        owner=owner,
        owned_since=event.at if owner else None,
        pool=pool,
        home=pool or customer.home,
        under=under_of(event),
        archived=isinstance(event, CustomerArchived),
    )


def let_go(customer: Customer, event: LetGo) -> Customer:
    former = {who: at for who, at in customer.former.items() if who != customer.owner}
    if customer.owner and not isinstance(event, CustomerArchived):
        former[customer.owner] = event.at
    newest = dict(list(former.items())[-FORMER:])
    return replace(customer, second_owner=None, collaborators={}, won=False, former=newest)


CUSTOMER = Aggregate("customer", Customer(), evolve, CustomerEvent)
