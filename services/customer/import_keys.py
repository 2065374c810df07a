"""What rows are recognised by: how an import asks the registry, in bulk, and writes to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.aggregate import Aggregate
from kernel.change import Change, change
from services.customer import identity, profile
from services.customer.events import Profile
from services.customer.identity import Identity
from services.customer.registry import IDENTITIES


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
    """The customer that refuses everybody else this key."""
    return state.holder


def reserved(kind: str, id: str, holder: str, at: datetime) -> Change[Any, Any]:
    return change(IDENTITIES[kind], id, identity.reserve, holder, at)


def freed(key: RowKey, holder: str, at: datetime) -> Change[Any, Any]:
    return change(IDENTITIES[key.kind], key.id, identity.free, holder, at)
