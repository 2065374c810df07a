"""Who holds a phone number, an address or a code: each is a stream, so that two cannot have it.

Where the company has set that a kind of key only warns (a shared switchboard), several may have
it: the stream knows them all, and who comes next is told. So the setting can be changed at any
time: what is shared by then stays so, and from then on nobody else gets it.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, Rejected
from services.customer.events import IdentityEvent, IdentityFreed, IdentityReserved
from services.customer.keys import KINDS

MOST_HOLDERS = 100  # that are known by one shared key: nobody looks at more


@dataclass(frozen=True)
class Identity:
    holders: tuple[str, ...] = ()  # customer ids; several where the key only warns


def reserve(identity: Identity, holder: str, at: datetime) -> list[IdentityEvent]:
    if holder in identity.holders:
        return []
    if identity.holders:
        raise Rejected("duplicate", "a customer with this phone, address or code exists already")
    return [IdentityReserved(holder, at)]


def share(identity: Identity, holder: str, at: datetime) -> list[IdentityEvent]:
    """As `reserve`, of a key that only warns; who holds it besides is no obstacle."""
    if holder in identity.holders or len(identity.holders) >= MOST_HOLDERS:
        return []
    return [IdentityReserved(holder, at)]


def free(identity: Identity, holder: str, at: datetime) -> list[IdentityEvent]:
    """Only the holder's own reservation ends; that of another is none of its business."""
    if holder not in identity.holders:
        return []
    return [IdentityFreed(holder, at)]


def evolve(identity: Identity, event: IdentityEvent) -> Identity:
    match event:
        case IdentityReserved():
            return Identity((*identity.holders, event.holder))
        case IdentityFreed():
            return Identity(tuple(who for who in identity.holders if who != event.holder))
        case _:
            assert_never(event)


def keyed(value: str, key: bytes) -> str:
    """The name of a value's stream: says nothing of the value to who has not the key."""
    return hmac.digest(key, value.encode(), "sha256").hex()


IDENTITIES = {  # by kind of key, which is the first part of its streams' names
    kind: Aggregate(kind, Identity(), evolve, IdentityEvent, implicit=True) for kind in KINDS
}
PHONE = IDENTITIES["phone"]
