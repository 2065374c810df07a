"""The people at a customer: who they are, who of them is asked first, and to whom they report."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from services.customer.published.profile import PERSONAL, Messaging, Phone


@dataclass(frozen=True, kw_only=True)
class Person:
    name: Annotated[str, PERSONAL]
    role: str | None = None
    department: str | None = None
    reports_to: str | None = None  # another contact of the customer; ends when that one is removed
    birthday: Annotated[date | None, PERSONAL] = None
    phones: Annotated[tuple[Phone, ...], PERSONAL] = ()
    emails: Annotated[tuple[str, ...], PERSONAL] = ()
    messaging: Annotated[tuple[Messaging, ...], PERSONAL] = ()
    remark: Annotated[str | None, PERSONAL] = None


@dataclass(frozen=True, kw_only=True)
class ContactAdded(Person):
    customer_id: str
    contact_id: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ContactEdited(Person):
    """The whole contact as it is from now on."""

    customer_id: str
    contact_id: str
    changed: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class ContactRemoved:
    """Nobody reports to this contact any more."""

    customer_id: str
    contact_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PrimaryContactNamed:
    customer_id: str
    contact_id: str | None  # None: there is none any more
    by: str
    at: datetime


PeopleEvent = ContactAdded | ContactEdited | ContactRemoved | PrimaryContactNamed
