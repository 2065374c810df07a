"""What rows are recognised by: how an import asks the registry, in bulk, and writes to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.aggregate import Aggregate
from kernel.change import Change, change
from services.customer import identity, profile
from services.customer.events import Profile
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


def registered(key: RowKey) -> tuple[Aggregate[Any, Any], str]:
    """Where it is kept."""
    return IDENTITIES[key.kind], key.id


def holder(state: Identity) -> str | None:
    """The customer that has this key; the first of several, where it only warns."""
    return next(iter(state.holders), None)


def reserved(
    kind: str, id: str, holder: str, at: datetime, warned: Collection[str]
) -> Change[Any, Any]:
    take = identity.share if kind in warned else identity.reserve
    return change(IDENTITIES[kind], id, take, holder, at)


def freed(key: RowKey, holder: str, at: datetime) -> Change[Any, Any]:
    return change(IDENTITIES[key.kind], key.id, identity.free, holder, at)
