"""What can happen in working with a customer: follow-ups, and that it changed hands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

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
