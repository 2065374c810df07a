"""Masked telephone numbers shown in full: each look is an event, and so many a day are allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kernel import Aggregate, Rejected
from kernel.context import Context
from services import telephones
from services.customer import rights
from services.customer.customer import Customer
from services.customer.events import CustomerEvent, Phone, PhonesRevealed, RevealCounted
from services.customer.pool import Pool


@dataclass(frozen=True)
class Reveals:
    """What somebody has looked at."""

    day: date = date.min  # the last one on which they did
    number: int = 0  # on that day


def reveal(customer: Customer, asker: Context, pool: Pool, at: datetime) -> list[CustomerEvent]:
    """Who holds the customer sees the numbers anyway. `pool` is the one in which it lies."""
    rights.require_sight(asker, customer, at)
    if rights.holds(asker, customer, at):
        return []
    if hides(pool, asker, "phones"):
        raise Rejected("hidden-in-pool", "this pool shows no telephone numbers: claim it first")
    return [PhonesRevealed(customer.id, asker.actor, at)]


def count(
    reveals: Reveals, person: str, customer_id: str, most: int, day: date, at: datetime
) -> list[RevealCounted]:
    """A day before the last one is the last one by a slower clock, and no second quota."""
    looked = reveals.number if day <= reveals.day else 0
    if looked >= most:
        raise Rejected(
            "reveals-per-day", f"{most} reveals a day are allowed: go on tomorrow", limit=most
        )
    return [RevealCounted(person, customer_id, day, at)]


def told(customer: Customer, asker: Context, pool: Pool, at: datetime) -> dict[str, Any]:
    """The numbers in full; of its contacts none where its pool shows no contacts."""
    held = rights.holds(asker, customer, at)
    people = {} if hides(pool, asker, "contacts") and not held else customer.people.contacts
    contacts = [
        {"id": id, "name": one.name, "phones": [plain(phone) for phone in one.phones]}
        for id, one in people.items()
    ]
    phones = [plain(phone) for phone in customer.profile.phones]
    return {"id": customer.id, "phones": phones, "contacts": contacts}


def hides(pool: Pool, asker: Context, field: str) -> bool:
    return pool.fields is not None and field not in pool.fields and asker.actor not in pool.admins


def plain(phone: Phone) -> Mapping[str, Any]:
    return {**vars(phone), "shown": telephones.shown(**vars(phone))}


def evolve(reveals: Reveals, event: RevealCounted) -> Reveals:
    if event.day > reveals.day:
        return Reveals(event.day, 1)
    return Reveals(reveals.day, reveals.number + 1)


REVEALS = Aggregate("reveals", Reveals(), evolve, RevealCounted, implicit=True)
