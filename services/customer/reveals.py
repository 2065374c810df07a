"""What is masked, shown in full: each look is an event, and so many a day are allowed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kernel import Aggregate, Rejected
from kernel.context import Context
from services import masked, telephones
from services.customer import rights
from services.customer.customer import Customer
from services.customer.events import CustomerEvent, Person, PhonesRevealed, Profile, RevealCounted
from services.customer.pool import Pool


@dataclass(frozen=True)
class Reveals:
    """What somebody has looked at."""

    day: date = date.min  # the last one on which they did
    number: int = 0  # on that day


def reveal(
    customer: Customer, asker: Context, pool: Pool, fields: Collection[str], at: datetime
) -> list[CustomerEvent]:
    """Who holds the customer sees all anyway. `pool` is the one in which it lies."""
    rights.require_sight(asker, customer, at)
    if not fields or rights.holds(asker, customer, at):
        return []
    shown = tuple(name for name in sorted(fields) if not pool.hides(asker, name))
    if not shown:
        raise Rejected(
            "hidden-in-pool", "this pool shows nothing of what is masked: claim it first"
        )
    return [PhonesRevealed(customer.id, asker.actor, at, shown)]


def count(
    reveals: Reveals, person: str, customer_id: str, most: int, day: date, at: datetime
) -> list[RevealCounted]:
    """A day before the last one is the last one by a slower clock, and no second quota."""
    looked = reveals.number if day <= reveals.day else 0
    if looked >= most:
        again = (max(day, reveals.day) + timedelta(days=1)).isoformat()
        why = f"{most} reveals a day are allowed: go on tomorrow"
        raise Rejected("reveals-per-day", why, limit=most, again_on=again)
    return [RevealCounted(person, customer_id, day, at)]


def told(customer: Customer, asker: Context, pool: Pool, at: datetime) -> dict[str, Any]:
    """How to reach it and its contacts, in full; but for what its pool hides."""
    held = rights.holds(asker, customer, at)
    hidden = () if held else [name for name in HIDEABLE if pool.hides(asker, name)]
    people = {} if "contacts" in hidden else customer.people.contacts
    contacts = [{"id": id, "name": one.name} | reached(one, hidden) for id, one in people.items()]
    return {"id": customer.id} | reached(customer.profile, hidden) | {"contacts": contacts}


def reached(who: Profile | Person, hidden: Collection[str]) -> dict[str, Any]:
    known: dict[str, Sequence[Any]] = {
        "phones": [plain(vars(phone)) for phone in who.phones],
        "emails": list(who.emails),
        "messaging": [dict(vars(one)) for one in who.messaging],
    }
    return {name: [] if name in hidden else ways for name, ways in known.items()}


HIDEABLE = (*masked.FIELDS, "contacts")


def plain(phone: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**phone, "shown": telephones.shown(**phone)}


def evolve(reveals: Reveals, event: RevealCounted) -> Reveals:
    if event.day > reveals.day:
        return Reveals(event.day, 1)
    return Reveals(reveals.day, reveals.number + 1)


REVEALS = Aggregate("reveals", Reveals(), evolve, RevealCounted, implicit=True)
