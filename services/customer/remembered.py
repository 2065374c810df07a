"""What the rules remember of a customer, and how events make it; decisions: `customer.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from kernel import Aggregate
from services.customer import people
from services.customer.events import (
    CollaboratorAdded,
    CollaboratorRemoved,
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    CustomerArchived,
    CustomerEdited,
    CustomerEvent,
    CustomerLocked,
    CustomerRegistered,
    CustomerUnlocked,
    FileAttached,
    FileEvent,
    FileRemoved,
    Handed,
    Holders,
    KeepingEvent,
    LetGo,
    OwnershipEvent,
    PeopleEvent,
    PhonesRevealed,
    PrimaryContactNamed,
    Profile,
    RecycleWarned,
    ReleaseRefused,
    SecondOwnerNamed,
    StandingNoted,
    held_after,
    owner_after,
    pool_after,
)
from services.customer.people import NO_PEOPLE, People
from services.customer.pool import PUBLIC
from services.customer.portfolio import BASE, Under, under_of
from services.customer.profile import NOBODY

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
class Customer(Holders):
    """Only what the rules must remember; the rest belongs to read models."""

    id: str = ""
    owned_since: datetime | None = None
    pool: str | None = None
    archived: bool = False
    kept_for: str | None = None  # who had it when it was archived
    kept_in: str | None = None  # in which pool it lay then
    profile: Profile = NOBODY  # the event that told it last
    people: People = NO_PEOPLE
    brought_by: str = ""
    brought_at: datetime | None = None
    home: str = PUBLIC  # the pool that it lies in, or lay in last: whose rules it is held by
    under: Under = BASE  # the rule by which it is counted as held
    won: bool = False  # by its ladder, under the present owner
    former: Mapping[str, datetime] = field(default_factory=dict)  # owners, and when they let it go
    former_homes: Mapping[str, str] = field(default_factory=dict)  # the pools they had it from
    lock: Lock | None = None
    files: Mapping[str, FileAttached] = field(default_factory=dict)

    @property
    def lies_in(self) -> str | None:
        """The pool whose members know of it: also when it was archived out of it."""
        return self.pool or self.kept_in

    def had_from(self, person: str) -> str | None:
        """The pool that a previous owner had it from, where it does not lie in that any more."""
        home = self.former_homes.get(person)
        return None if home == self.home else home

    @property
    def hold(self) -> Hold:
        """What its owner's portfolio has to be told."""
        return Hold(self.owner, self.under, self.won)


def evolve(customer: Customer, event: CustomerEvent) -> Customer:
    match event:
        case CustomerRegistered():
            begun = Customer(
                event.customer_id, profile=event, brought_by=event.by, brought_at=event.at
            )
            return moved(begun, event)
        case SecondOwnerNamed() | CollaboratorAdded() | CollaboratorRemoved():
            return held_after(customer, event)
        case CustomerLocked() | CustomerUnlocked() | StandingNoted() | RecycleWarned():
            return kept(customer, event)
        case PhonesRevealed() | ReleaseRefused():
            return customer
        case _:
            return described(customer, event)


def described(
    customer: Customer, event: CustomerEdited | PeopleEvent | FileEvent | Handed
) -> Customer:
    match event:
        case CustomerEdited():
            return replace(customer, profile=event)
        case ContactAdded() | ContactEdited() | ContactRemoved() | PrimaryContactNamed():
            return replace(customer, people=people.evolve(customer.people, event))
        case FileAttached() | FileRemoved():
            return replace(customer, files=filed(customer.files, event))
        case _:
            return moved(customer, event)


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


def filed(files: Mapping[str, FileAttached], event: FileEvent) -> dict[str, FileAttached]:
    left = {id: file for id, file in files.items() if id != event.file_id}
    return left | ({event.file_id: event} if isinstance(event, FileAttached) else {})


def moved(customer: Customer, event: OwnershipEvent) -> Customer:
    pool = pool_after(event)
    archived = event if isinstance(event, CustomerArchived) else None
    left = let_go(customer, event) if isinstance(event, LetGo) else customer
    return replace(
        held_after(left, event),
        owned_since=event.at if owner_after(event) else None,
        pool=pool,
        home=pool or customer.home,
        under=under_of(event),
        archived=archived is not None,
        kept_for=archived.owner_before if archived else None,
        kept_in=archived.pool_before if archived else None,
    )


def let_go(customer: Customer, event: LetGo) -> Customer:
    former = {who: at for who, at in customer.former.items() if who != customer.owner}
    homes = dict(customer.former_homes)
    if customer.owner and not isinstance(event, CustomerArchived):
        former[customer.owner], homes[customer.owner] = event.at, customer.home
    newest = dict(list(former.items())[-FORMER:])
    theirs = {who: home for who, home in homes.items() if who in newest}
    return replace(customer, won=False, former=newest, former_homes=theirs)


CUSTOMER = Aggregate("customer", Customer(), evolve, CustomerEvent)
