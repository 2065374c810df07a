"""The person at a customer whom a row names: read, added once, and taken back."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from kernel.form import Form
from services.customer import contact, people, phone
from services.customer.events import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    CustomerEvent,
    Person,
    PrimaryContactNamed,
)
from services.customer.import_ids import customer_id
from services.customer.people import People

BEFORE_NAME = "contact."  # what a column is mapped to: contact.name, contact.role, contact.phones


def read(form: Form, cells: Mapping[str, Any], region: str, area: str | None) -> Person | None:
    """None when the row tells nothing; who has no name of their own is the customer's."""
    told = {n.removeprefix(BEFORE_NAME): v for n, v in cells.items() if n.startswith(BEFORE_NAME)}
    if not told:
        return None
    own = Form()
    values = contact.values(own, {"name": cells.get("name"), **told}, region, area)
    for error in own.errors:
        form.wrong(BEFORE_NAME + error["field"], error["message"])
    return Person(**values) if not own.errors else None


def contact_id(import_id: str, line: int) -> str:
    """The same for a row that is taken again."""
    return sha256(f"contact of {customer_id(import_id, line)}".encode()).hexdigest()[:32]


def met(
    customer_id: str, known: People, id: str, person: Person, policy: str, by: str, at: datetime
) -> list[CustomerEvent]:
    """By somebody who is a customer already: added, or told more of, where there is such a one."""
    there = next((one for one, known_as in known.contacts.items() if same(known_as, person)), None)
    if there is None:
        full = len(known.contacts) >= contact.MOST
        return [] if full else added(customer_id, known, id, person, by, at)
    before = known.contacts[there]
    return told_of(customer_id, there, before, filled(before, person, policy), by, at)


def same(known: Person, person: Person) -> bool:
    """By name or by a telephone."""
    return known.name == person.name or bool(numbers(known) & numbers(person))


def numbers(person: Person) -> set[str]:
    return {phone.identity(number) for number in person.phones}


def filled(before: Person, given: Person, policy: str) -> Person:
    """Numbers are added; a role is overwritten by `update` alone."""
    more = tuple(one for one in given.phones if phone.identity(one) not in numbers(before))
    role = given.role or before.role if policy == "update" else before.role or given.role
    return Person(**people.told(before) | {"phones": before.phones + more, "role": role})


def told_of(
    customer_id: str, id: str, before: Person, after: Person, by: str, at: datetime
) -> list[CustomerEvent]:
    was, told = people.told(before), people.told(after)
    changed = tuple(name for name in told if told[name] != was[name])
    if not changed:
        return []
    return [
        ContactEdited(
            customer_id=customer_id, contact_id=id, changed=changed, by=by, at=at, **told
        )
    ]  # fmt: skip


def added(
    customer_id: str, known: People, id: str, person: Person, by: str, at: datetime
) -> list[CustomerEvent]:
    """Asked first, where there is nobody else."""
    told = people.told(person)
    event = ContactAdded(customer_id=customer_id, contact_id=id, by=by, at=at, **told)
    first = PrimaryContactNamed(customer_id, id, by, at)
    return [event] if known.contacts else [event, first]


def back(
    customer_id: str, now: People, before: People, by: str, at: datetime
) -> list[CustomerEvent]:
    """From how they are to how they were, when an import has only added and told more."""
    new = [id for id in now.contacts if id not in before.contacts]
    gone: list[CustomerEvent] = [ContactRemoved(customer_id, id, by, at) for id in new]
    for id, person in before.contacts.items():
        gone += told_of(customer_id, id, now.contacts[id], person, by, at)
    if now.primary != before.primary:
        gone.append(PrimaryContactNamed(customer_id, before.primary, by, at))
    return gone
