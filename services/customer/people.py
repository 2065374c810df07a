"""The people at a customer, as far as the rules must remember them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, assert_never

from services.customer.events import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    PeopleEvent,
    Person,
    PrimaryContactNamed,
)


@dataclass(frozen=True)
class People:
    contacts: Mapping[str, Person] = field(default_factory=dict)  # the event that told it last
    primary: str | None = None


NO_PEOPLE = People()


def evolve(people: People, event: PeopleEvent) -> People:
    match event:
        case ContactAdded() | ContactEdited():
            return replace(people, contacts={**people.contacts, event.contact_id: event})
        case ContactRemoved():
            return replace(people, contacts=without(people.contacts, event.contact_id))
        case PrimaryContactNamed():
            return replace(people, primary=event.contact_id)
        case _:
            assert_never(event)


def without(contacts: Mapping[str, Person], removed: str) -> dict[str, Person]:
    return {
        id: replace(contact, reports_to=None) if contact.reports_to == removed else contact
        for id, contact in contacts.items()
        if id != removed
    }


def told(person: Person) -> dict[str, Any]:
    """What an event tells of a contact."""
    return {field.name: getattr(person, field.name) for field in fields(Person)}


def goes_round(contacts: Mapping[str, Person], contact_id: str, reports_to: str | None) -> bool:
    """Would somebody report to themselves, over however many others?"""
    above = reports_to
    for _ in range(len(contacts) + 1):
        if above is None:
            return False
        if above == contact_id:
            return True
        above = contacts[above].reports_to if above in contacts else None
    return True
