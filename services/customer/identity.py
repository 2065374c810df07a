"""Who holds a phone number or an e-mail address: each is a stream, so that two cannot have it."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, Rejected
from services.customer.events import IdentityEvent, IdentityFreed, IdentityReserved


@dataclass(frozen=True)
class Identity:
    holder: str | None = None  # customer id


def reserve(identity: Identity, holder: str, at: datetime) -> list[IdentityEvent]:
    if identity.holder == holder:
        return []
    if identity.holder is not None:
        raise Rejected("duplicate", "a customer with this phone or e-mail exists already")
    return [IdentityReserved(holder, at)]


def free(identity: Identity, holder: str, at: datetime) -> list[IdentityEvent]:
    """Only the holder's own reservation ends; that of another is none of its business."""
    if identity.holder != holder:
        return []
    return [IdentityFreed(holder, at)]


def evolve(identity: Identity, event: IdentityEvent) -> Identity:
    match event:
        case IdentityReserved():
            return replace(identity, holder=event.holder)
        case IdentityFreed():
            return replace(identity, holder=None)
        case _:
            assert_never(event)


def keyed(value: str, key: bytes) -> str:
    """The name of a value's stream: says nothing of the value to who has not the key."""
    return hmac.new(key, value.encode(), "sha256").hexdigest()


PHONE = Aggregate("phone", Identity(), evolve, IdentityEvent, implicit=True)
EMAIL = Aggregate("email", Identity(), evolve, IdentityEvent, implicit=True)
