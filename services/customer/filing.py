"""Under what each customer is filed for finding those that are like it; its contacts count too."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.customer import events, likeness, phone
from services.customer.events import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    CustomerArchived,
    CustomerEdited,
    CustomerRegistered,
    OwnershipEvent,
    Phone,
    Profile,
    SharingEvent,
    held_after,
    pool_after,
)
from services.customer.likeness import Title

NAMES = ("company", "name", "short_name", "sign")
Contacts = ContactAdded | ContactEdited | ContactRemoved


def evolve(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    changed = row | described(event) if isinstance(event, Profile) else dict(row)
    if isinstance(event, OwnershipEvent | SharingEvent):
        changed |= events.to_row(held_after(events.of_row(row), event))
    if isinstance(event, OwnershipEvent):
        changed["pool"] = pool_after(event)
        changed["archived"] = isinstance(event, CustomerArchived)
    if isinstance(event, Contacts):
        changed["contacts"] = met(row.get("contacts", ()), event)
    if isinstance(event, Profile | Contacts) or changed["archived"] != row["archived"]:
        changed["blocks"] = [] if changed["archived"] else filed(changed)
    return changed


def described(profile: Profile) -> Row:
    known = {name: getattr(profile, name) for name in NAMES}
    return known | {"phones": without_extensions(profile.phones)}


def without_extensions(phones: Iterable[Phone]) -> list[str]:
    mains = (replace(one, extension=None) if one.extension is not None else one for one in phones)
    return list(dict.fromkeys(map(phone.identity, mains)))


def met(before: Iterable[Row], event: Contacts) -> list[Row]:
    left = [one for one in before if one["id"] != event.contact_id]
    if isinstance(event, ContactRemoved):
        return left
    numbers = without_extensions(event.phones)
    return [*left, {"id": event.contact_id, "name": event.name, "phones": numbers}]


def filed(row: Row) -> list[int]:
    found = [number for one in of_row(row) for number in likeness.blocks(one)]
    found += map(likeness.of_phone, numbers(row))
    return list(dict.fromkeys(found))


def of_row(row: Mapping[str, Any]) -> list[Title]:
    people = [likeness.title("name", one["name"]) for one in row.get("contacts", ())]
    return [likeness.title(name, row[name]) for name in NAMES if row[name]] + people


def numbers(row: Mapping[str, Any]) -> list[str]:
    """Its own telephones and those of its contacts."""
    return [
        *row["phones"],
        *(one for person in row.get("contacts", ()) for one in person["phones"]),
    ]


SIMILAR = Projection(
    "similar",
    CustomerRegistered | CustomerEdited | OwnershipEvent | SharingEvent | Contacts,
    lambda recorded: str(recorded.event.customer_id),
    evolve,
    indexes=([("blocks", 1)],),
    edition=2,  # contacts are in it
)
