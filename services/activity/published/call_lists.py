"""What can happen to call lists: opened and closed, customers put on them and struck off."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CallListOpened:
    list_id: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CallListClosed:
    """Nobody comes onto it any more."""

    list_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CustomerListed:
    list_id: str
    customer_id: str
    by: str
    at: datetime
    follow_up_id: str | None = None  # that it followed from


@dataclass(frozen=True)
class CustomerStruck:
    """It needs not be called any more."""

    list_id: str
    customer_id: str
    by: str
    at: datetime
    follow_up_id: str | None = None  # with which it was called


CallListEvent = CallListOpened | CallListClosed
ListingEvent = CustomerListed | CustomerStruck
