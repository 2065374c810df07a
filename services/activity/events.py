"""What can happen in working with a customer: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast. `at` is when it happened. Fields marked PERSONAL concern
an identifiable person and are what can be shredded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

PERSONAL = "personal"


@dataclass(frozen=True)
class FollowUpLogged:
    follow_up_id: str
    customer_id: str
    author: str
    channel: str  # visit, phone, message, email, wechat, sms, fax, other
    outcome: str
    note: Annotated[str, PERSONAL]
    next_contact_at: datetime | None
    at: datetime  # when the customer was contacted
    entered_at: datetime  # when it was written down: later than `at` for an imported one


@dataclass(frozen=True)
class ContactReset:
    """The customer changed hands: it counts as not followed up until its new owner does so."""

    customer_id: str
    because: str  # CustomerReleased, CustomerClaimed, CustomerAssigned
    at: datetime


ContactEvent = FollowUpLogged | ContactReset
Event = ContactEvent  # all that the log of this service holds

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
