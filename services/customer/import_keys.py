"""What rows are recognised by: how an import asks the registry, in bulk, and writes to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from kernel.aggregate import Aggregate
from kernel.change import Change, change
from services.customer import identity, profile
from services.customer.events import IdentityEvent, Profile
from services.customer.identity import IDENTITIES, Identity


@dataclass(frozen=True, slots=True)
class RowKey:
    kind: str  # phone, email
    id: str  # of its stream
    field: str


def of(described: Profile, secret: bytes) -> tuple[RowKey, ...]:
    return tuple(
        RowKey(key.kind, identity.keyed(key.value, secret), key.field)
        for key in profile.keys(described)
    )


def registered(kind: str, id: str) -> tuple[Aggregate[Any, Any], str]:
    """Where it is kept."""
    return IDENTITIES[kind], id


def holder(state: Identity) -> str | None:
    """The customer that has this key; the first of several, where it only warns."""
    return next(iter(state.holders), None)


def take(
    state: Identity, holders: Sequence[str], at: datetime, shared: bool
) -> list[IdentityEvent]:
    """By the first of them, or by all where the key only warns."""
    if not shared:
        return identity.reserve(state, holders[0], at)
    events: list[IdentityEvent] = []
    for holder in holders:
        shares = identity.share(state, holder, at)
        state = reduce(identity.evolve, shares, state)
        events += shares
    return events


def freed(key: RowKey, holder: str, at: datetime) -> Change[Any, Any]:
    return change(IDENTITIES[key.kind], key.id, identity.free, holder, at)
