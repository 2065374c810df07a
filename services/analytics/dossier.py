"""The part of a directory row that profile and contacts tell: what it is and who is there."""

from typing import Any, assert_never

from kernel.projection import Row
from services.analytics.address_forms import addressed_as, surname
from services.analytics.facets import facets
from services.analytics.plain import fields
from services.analytics.reading_order import spoken
from services.analytics.search_keys import keys
from services.customer.events import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    CustomerEdited,
    FileEvent,
    FileRemoved,
    PeopleEvent,
    PrimaryContactNamed,
    Profile,
)

UNKNOWN: Row = {
    "name": "", "sort_name": "", "company": None, "short_name": None, "sign": None,
    "phones": [], "emails": [], "messaging": [], "addresses": [],
    "industry": None, "source": None, "level": None, "business_status": None, "locality": None,
    "credit_code": None, "licence_number": None, "shop": None, "contract_ends_on": None,
    "remark": None, "fields": [],
    "files": [], "contacts": [], "primary_contact": None, "grams": [], "facets": [],
}  # fmt: skip
INNER = frozenset({"sort_name", "files", "contacts", "primary_contact", "grams", "facets"})
FIELDS = tuple(name for name in UNKNOWN if name not in INNER)
PERSON = (
    "name", "role", "department", "reports_to", "birthday", "phones", "emails", "messaging",
    "remark",
)  # fmt: skip
Told = CustomerEdited | PeopleEvent | FileEvent
FILE = ("name", "media_type", "size", "sha256", "contact_id", "by", "at")
SORTED = 100  # characters of what a name is sorted by; a cursor carries them


def told(row: Row, event: Told) -> Row:
    if isinstance(event, FileEvent):
        return {"files": filed(row["files"], event)}
    return profile(row, event) if isinstance(event, CustomerEdited) else people(row, event)


def filed(files: list[Row], event: FileEvent) -> list[Row]:
    left = [one for one in files if one["id"] != event.file_id]
    if isinstance(event, FileRemoved):
        return left
    return [*left, {"id": event.file_id} | fields(event, FILE)]


def profile(row: Row, event: Profile) -> Row:
    known = fields(event, FIELDS)
    sort_name = {"sort_name": spoken(event.name)[:SORTED]}
    after = row | known
    return known | sort_name | {"grams": keys(after), "facets": facets(after)}


def people(row: Row, event: PeopleEvent) -> Row:
    if isinstance(event, PrimaryContactNamed):
        return {"primary_contact": event.contact_id}
    contacts = listed(row["contacts"], event)
    known = {"contacts": contacts, "files": [kept(file, contacts) for file in row["files"]]}
    return known | {"grams": keys(row | known)}


def kept(file: Row, contacts: list[Row]) -> Row:
    """What was a contact's is the customer's when that contact is gone."""
    known = {one["id"] for one in contacts}
    return file if file["contact_id"] in known else file | {"contact_id": None}


def listed(contacts: list[Row], event: ContactAdded | ContactEdited | ContactRemoved) -> list[Row]:
    """In the order in which they came."""
    match event:
        case ContactAdded():
            return [*contacts, person(event)]
        case ContactEdited():
            return [person(event) if one["id"] == event.contact_id else one for one in contacts]
        case ContactRemoved():
            left = (one for one in contacts if one["id"] != event.contact_id)
            return [independent(one, of=event.contact_id) for one in left]
        case _:
            assert_never(event)


def person(event: ContactAdded | ContactEdited) -> Row:
    return {"id": event.contact_id} | fields(event, PERSON)


def independent(contact: Row, of: str) -> Row:
    return contact | {"reports_to": None} if contact["reports_to"] == of else contact


def shown(row: Row) -> dict[str, Any]:
    primary = row["primary_contact"]
    return {name: row[name] for name in (*FIELDS, "files")} | {
        "contacts": [contact(one, one["id"] == primary) for one in row["contacts"]]
    }


def contact(one: Row, primary: bool) -> dict[str, Any]:
    forms = {
        "surname": surname(one["name"]),
        "addressed_as": addressed_as(one["name"], one["role"]),
    }
    return one | forms | {"primary": primary}
