"""What a row adds to somebody who is a customer already."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from services.customer import email, phone
from services.customer.customer import Customer
from services.customer.events import CustomerEdited, CustomerEvent, FieldValue, Profile
from services.customer.profile import differing, kept, told

SAME: dict[str, Callable[[Any], Any]] = {"phones": phone.identity, "emails": email.identity}


def edit(
    customer: Customer, rows: Sequence[Profile], policy: str, by: str, at: datetime
) -> list[CustomerEvent]:
    """One event for each row that changes anything, in their order."""
    events: list[CustomerEvent] = []
    before = customer.profile
    for given in rows:
        after = filled(before, given, policy)
        if changed := differing(before, after):
            events.append(
                CustomerEdited(
                    customer_id=customer.id, changed=changed, by=by, at=at, **told(after)
                )
            )
            before = after
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
