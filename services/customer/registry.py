"""The registry of phones and addresses: one stream for each, reserved with the customer itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel.change import Change, change
from kernel.states import States
from services.customer import identity
from services.customer.customer import CUSTOMER, Customer
from services.customer.identity import EMAIL, PHONE
from services.customer.keys import Key

IDENTITIES = {"phone": PHONE, "email": EMAIL}


def reservations(
    keys: Sequence[Key], secret: bytes, holder: str, at: datetime
) -> list[Change[Any, Any]]:
    return [
        change(
            IDENTITIES[key.kind],
            identity.keyed(key.value, secret),
            identity.reserve,
            holder=holder,
            at=at,
        )
        for key in keys
    ]


def changes(
    before: Sequence[Key], after: Sequence[Key], secret: bytes, holder: str, at: datetime
) -> list[Change[Any, Any]]:
    """What is no longer used is free, and what is new is taken, in the commit that says so."""
    freed = [
        change(
            IDENTITIES[key.kind],
            identity.keyed(key.value, secret),
            identity.free,
            holder=holder,
            at=at,
        )
        for key in added(after, before)
    ]
    return freed + reservations(added(before, after), secret, holder, at)


def added(before: Sequence[Key], after: Sequence[Key]) -> list[Key]:
    known = {(key.kind, key.value) for key in before}
    return [key for key in after if (key.kind, key.value) not in known]


def taken(states: States, keys: Sequence[Key], secret: bytes) -> list[tuple[Key, Customer]]:
    """Which of the keys belong to others already, and who they are."""
    holders = [
        (key, states.load(IDENTITIES[key.kind], identity.keyed(key.value, secret), True).state)
        for key in keys
    ]
    return [
        (key, states.load(CUSTOMER, found.holder, True).state)
        for key, found in holders
        if found.holder
    ]
