"""How a customer and the people there are called, as far as this service has heard."""

from collections.abc import Mapping
from typing import Any, assert_never

from services.customer.events import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    CustomerEdited,
    CustomerRegistered,
    PeopleEvent,
    PrimaryContactNamed,
)

Row = Mapping[str, Any]
NamingEvent = CustomerEdited | PeopleEvent


def named(event: CustomerRegistered | CustomerEdited) -> dict[str, Any]:
    return {"name": event.name}


def names_after(row: Row, event: NamingEvent) -> dict[str, Any]:
    """Contacts are a list: who entered them first stands first."""
    match event:
        case CustomerEdited():
            return named(event)
        case ContactAdded() | ContactEdited():
            return {"contacts": called(row, event.contact_id, event.name)}
        case ContactRemoved():
            return {"contacts": without(row, event.contact_id)}
        case PrimaryContactNamed():
            return {"primary": event.contact_id}
        case _:
            assert_never(event)


def called(row: Row, contact_id: str, name: str) -> list[dict[str, str]]:
    one, before = {"id": contact_id, "name": name}, row.get("contacts", [])
    if not any(known["id"] == contact_id for known in before):
        return [*before, one]
    return [one if known["id"] == contact_id else known for known in before]


def without(row: Row, contact_id: str) -> list[dict[str, str]]:
    return [known for known in row.get("contacts", []) if known["id"] != contact_id]


def of_row(row: Row) -> dict[str, Any]:
    """As `Standing` knows them."""
    contacts = {known["id"]: known["name"] for known in row.get("contacts", [])}
    return {"name": row.get("name", ""), "contacts": contacts, "primary": row.get("primary")}
