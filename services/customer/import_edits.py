"""What a row adds to somebody who is a customer already."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from services.customer import email, import_contacts, phone
from services.customer.customer import CUSTOMER, Customer
from services.customer.events import (
    CustomerEdited,
    CustomerEvent,
    FieldValue,
    Person,
    Profile,
)
from services.customer.profile import differing, kept, told

SAME: dict[str, Callable[[Any], Any]] = {"phones": phone.identity, "emails": email.identity}


@dataclass(frozen=True, slots=True)
class Given:
    """What one row gives."""

    profile: Profile
    contact: Person | None = None
    contact_id: str = ""


def edit(
    customer: Customer, rows: Sequence[Given], policy: str, by: str, at: datetime
) -> list[CustomerEvent]:
    """One event for each row that changes anything, and for each person who is new."""
    events: list[CustomerEvent] = []
    for given in rows:
        changes = edited(customer, given, policy, by, at)
        customer = reduce(CUSTOMER.evolve, changes, customer)
        events += changes
    return events


def edited(
    customer: Customer, given: Given, policy: str, by: str, at: datetime
) -> list[CustomerEvent]:
    events: list[CustomerEvent] = []
    before, known = customer.profile, customer.people
    after = filled(before, given.profile, policy)
    if changed := differing(before, after):
        events.append(
            CustomerEdited(customer_id=customer.id, changed=changed, by=by, at=at, **told(after))
        )
    if person := given.contact:
        id = given.contact_id
        events += import_contacts.met(customer.id, known, id, person, policy, by, at)
    return events


def filled(before: Profile, given: Profile, policy: str) -> Profile:
    """Numbers, addresses and the like are added, never taken away.

    Of all else `update` overwrites with what the file gives, `append` fills in what is empty. A
    name that is only the company's, for want of another, is none.
    """
    after = told(before)
    values = told(given)
    if given.name == given.company:
        values["name"] = None
    values["fields"] = ()
    after["fields"] = defined(before.fields, given.fields, policy)
    for name, value in values.items():
        if isinstance(value, tuple):
            after[name] = joined(after[name], value, SAME.get(name, lambda one: one))
        elif value is not None and (policy == "update" or after[name] is None):
            after[name] = value
    return Profile(**after)


def defined(
    before: Sequence[FieldValue], given: Sequence[FieldValue], policy: str
) -> tuple[FieldValue, ...]:
    """Values of the company's own fields, one of each."""
    known = {one.field for one in before} if policy == "append" else frozenset()
    return kept(before, {one.field: one for one in given if one.field not in known})


def joined(
    before: tuple[Any, ...], more: tuple[Any, ...], same: Callable[[Any], Any]
) -> tuple[Any, ...]:
    known = {same(one) for one in before}
    return before + tuple(one for one in more if same(one) not in known)
