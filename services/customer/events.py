"""What can happen to a customer, to a person's holding and to an identity: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast. `at` is when it happened. Fields marked PERSONAL concern
an identifiable person and are what can be shredded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

PERSONAL = "personal"


@dataclass(frozen=True)
class Phone:
    written: str  # as somebody typed it
    e164: str | None  # +8613800138000; None for a hotline (400…) and for what is no number
    extension: str | None
    valid: bool


@dataclass(frozen=True)
class CustomerRegistered:
    """Exactly one of `owner` and `pool` is set."""

    customer_id: str
    name: Annotated[str, PERSONAL]
    company: str | None
    phones: Annotated[tuple[Phone, ...], PERSONAL]
    emails: Annotated[tuple[str, ...], PERSONAL]
    owner: str | None
    pool: str | None
    by: str
    industry: str | None
    source: str | None
    remark: Annotated[str | None, PERSONAL]
    at: datetime


@dataclass(frozen=True)
class CustomerClaimed:
    customer_id: str
    by: str  # the owner from now on
    at: datetime


@dataclass(frozen=True)
class CustomerReleased:
    customer_id: str
    by: str
    reason: str
    pool: str
    owner_before: str
    at: datetime


@dataclass(frozen=True)
class CustomerAssigned:
    customer_id: str
    to: str
    by: str
    owner_before: str | None  # None: it lay in a pool
    at: datetime


@dataclass(frozen=True)
class HoldingTaken:
    person: str
    customer_id: str
    claimed_on: date | None  # the company's day whose claims it counts; None: registered, assigned
    at: datetime


@dataclass(frozen=True)
class HoldingDropped:
    person: str
    customer_id: str
    at: datetime


@dataclass(frozen=True)
class IdentityReserved:
    """A phone number or an e-mail address (which one, the stream's keyed name says) is taken."""

    holder: str  # customer id
    at: datetime


@dataclass(frozen=True)
class IdentityFreed:
    holder: str
    at: datetime


CustomerEvent = CustomerRegistered | CustomerClaimed | CustomerReleased | CustomerAssigned
PortfolioEvent = HoldingTaken | HoldingDropped
IdentityEvent = IdentityReserved | IdentityFreed
Event = CustomerEvent | PortfolioEvent | IdentityEvent  # all that the log of this service holds

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
