"""Cards that somebody brings in: read as kindly as can be, and known again when they are there."""

from collections.abc import Callable, Mapping
from typing import Any

from kernel.form import Form
from kernel.refusal import Invalid, Rejected
from services.customer import contact, phone
from services.customer.customer import Customer
from services.customer.events import Person
from services.customer.import_contacts import numbers, same
from services.customer.profile import Values

WAYS = frozenset({"phones", "emails", "messaging"})
OF_CONTACTS = frozenset({"name", *contact.READERS, "phones"}) - {"reports_to"}
OF_CUSTOMERS = frozenset({"name", "company", "remark", "addresses"}) | WAYS
Item = Mapping[str, Any]  # a card: its number, and what it gives or why nothing
Given = Mapping[str, Any]
Reader = Callable[[Form, Given], Values]


def numbered(items: Any, most: int) -> dict[str, Item]:
    """By the number of each card, in their order."""
    if not isinstance(items, list | tuple) or not 0 < len(items) <= most:
        message = f"send 1 to {most} cards at once"
        raise Invalid("invalid", message, errors=[{"field": "file", "message": message}])
    return {str(item["card"]): item for item in items}


def read(item: Item, fields: frozenset[str], values: Reader) -> tuple[Values, list[str]]:
    """What a card says of these fields; a number or address that is none is left out and named."""
    if "given" not in item:
        raise Rejected("unreadable-card", str(item.get("error", "")))
    kept = {name: value for name, value in item["given"].items() if name in fields}
    form = Form()
    found = values(form, kept)
    if not form.errors:
        return found, []
    kept, lost = without(kept, [error["field"] for error in form.errors])
    with Form() as form:
        found = values(form, kept)
    return found, lost


def without(given: Given, fields: list[str]) -> tuple[dict[str, Any], list[str]]:
    """Those of several that an error names, as `phones.1`; errors of anything else stay."""
    left, lost = dict(given), []
    named = {tuple(field.split(".")[:2]) for field in fields}
    for way in given.keys() & WAYS:
        left[way] = []
        for place, one in enumerate(given[way]):
            if (way, str(place)) in named:
                lost.append(f"{said(one)} is left out: it cannot be one of the {way}")
            else:
                left[way].append(one)
    return left, sorted(lost)


def said(one: Any) -> str:
    return str(one["id"] if isinstance(one, Mapping) else one)[:100]


def known(customer: Customer, person: Person) -> str | None:
    """The contact that it is already: by name, or by a telephone."""
    people = customer.people.contacts.items()
    return next((id for id, one in people if same(one, person)), None)


def lacking(known: Person, person: Person) -> list[str]:
    """What a card says more than the contact that it is: cards grow old, so it is not added."""
    phones = [one.written for one in person.phones if phone.identity(one) not in numbers(known)]
    emails = [one for one in person.emails if one not in known.emails]
    others = [one.id for one in person.messaging if one not in known.messaging]
    more = [*([person.name] if person.name != known.name else []), *phones, *emails, *others]
    return [f"{one} is left out: {known.name} is there already" for one in more]
