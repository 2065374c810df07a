"""What a customer is recognised by, its contacts included: this is reserved for it."""

from collections.abc import Sequence
from dataclasses import replace

from services.customer.customer import Customer
from services.customer.events import Person, Profile
from services.customer.keys import Key, keys, once


def by(customer: Customer) -> Sequence[Key]:
    """Nothing is kept for what is archived."""
    if customer.archived:
        return []
    people = customer.people.contacts.items()
    theirs = [key for id, person in people for key in of_contact(id, person)]
    return once([*keys(customer.profile), *theirs])


def of_contact(id: str, person: Person) -> list[Key]:
    """A contact is reached as a customer is."""
    reached = Profile(
        name="", phones=person.phones, emails=person.emails, messaging=person.messaging
    )
    return [replace(key, field=f"contacts.{id}.{key.field}") for key in keys(reached)]
