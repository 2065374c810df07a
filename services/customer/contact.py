"""Contacts: the people at a customer, added, edited, removed, and one of them asked first."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from kernel import Invalid, NotFound, Rejected
from kernel.context import Context
from kernel.form import Form
from services.customer import messaging, people, profile
from services.customer.customer import Customer, require_work_on
from services.customer.events import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    CustomerEvent,
    Person,
    PrimaryContactNamed,
)
from services.customer.profile import Values

MOST = 100  # of one customer
UNKNOWN = Person(name="")
READERS: Mapping[str, Callable[[Form, Any], Any]] = {
    "name": lambda form, given: form.title("name", given, 200),
    "role": profile.read_text("role", 100),
    "department": profile.read_text("department", 100),
    "reports_to": profile.read_text("reports_to", 64),
    "birthday": lambda form, given: form.maybe_day("birthday", given),
    "emails": profile.read_emails,
    "messaging": messaging.read,
    "remark": lambda form, given: form.maybe_text("remark", given, 10_000, lines=True),
}


def values(form: Form, given: Values, region: Any = None, area: str | None = None) -> Values:
    """The fields that are mentioned; wrong ones are noted in the form. `area`: the customer's."""
    for name in sorted(given.keys() - READERS.keys() - {"phones"}):
        form.wrong(name[:100], "is no field of a contact")
    found = {name: parse(form, given[name]) for name, parse in READERS.items() if name in given}
    phones = profile.read_phones(form, given.get("phones"), region, False, area)
    return found | ({"phones": phones} if "phones" in given else {})


def add(
    customer: Customer, asker: Context, contact_id: str, given: Values, primary: bool, at: datetime
) -> list[CustomerEvent]:
    """The first one is asked first, until another is named."""
    require_work_on(asker, customer, at)
    known = customer.people.contacts
    if contact_id in known:
        return []
    if len(known) >= MOST:
        raise Rejected("too-many-contacts", f"a customer has at most {MOST} contacts", limit=MOST)
    person = replace(UNKNOWN, **given)
    require_superior(customer, contact_id, person.reports_to)
    added = ContactAdded(
        customer_id=customer.id, contact_id=contact_id, by=asker.actor, at=at,
        **people.told(person),
    )  # fmt: skip
    first = PrimaryContactNamed(customer.id, contact_id, asker.actor, at)
    return [added, first] if primary or not known else [added]


def edit(
    customer: Customer, asker: Context, contact_id: str, given: Values, at: datetime
) -> list[CustomerEvent]:
    require_work_on(asker, customer, at)
    before = people.told(require_contact(customer, contact_id))
    after = before | dict(given)
    changed = tuple(name for name in before if before[name] != after[name])
    if not changed:
        return []
    require_superior(customer, contact_id, after["reports_to"])
    return [
        ContactEdited(
            customer_id=customer.id, contact_id=contact_id, changed=changed, by=asker.actor,
            at=at, **after,
        )
    ]  # fmt: skip


def remove(
    customer: Customer, asker: Context, contact_id: str, at: datetime
) -> list[CustomerEvent]:
    require_work_on(asker, customer, at)
    require_contact(customer, contact_id)
    removed = ContactRemoved(customer.id, contact_id, asker.actor, at)
    if customer.people.primary != contact_id:
        return [removed]
    return [removed, PrimaryContactNamed(customer.id, None, asker.actor, at)]


def name_primary(
    customer: Customer, asker: Context, contact_id: str, at: datetime
) -> list[CustomerEvent]:
    require_work_on(asker, customer, at)
    require_contact(customer, contact_id)
    if customer.people.primary == contact_id:
        return []
    return [PrimaryContactNamed(customer.id, contact_id, asker.actor, at)]


def require_contact(customer: Customer, contact_id: str) -> Person:
    if contact_id not in customer.people.contacts:
        raise NotFound(what="contact", id=contact_id)
    return customer.people.contacts[contact_id]


def require_superior(customer: Customer, contact_id: str, reports_to: str | None) -> None:
    known = customer.people.contacts
    if reports_to is not None and reports_to not in {*known, contact_id}:
        raise wrong("must be the id of another contact of this customer")
    if people.goes_round(known, contact_id, reports_to):
        raise wrong("must not be somebody who reports, over others or not, to this contact")


def wrong(message: str) -> Invalid:
    error = {"field": "reports_to", "message": message}
    return Invalid("invalid", "the input has errors", errors=[error])
