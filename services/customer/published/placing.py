"""Where a customer lies that nobody has: what services that know no pools have to hear of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.customer.published.holders import Holders
from services.customer.published.ownership import CustomerArchived, OwnershipEvent, pool_after
from services.customer.published.pools import PoolAdminsSet, PoolMembersSet

MembershipEvent = PoolMembersSet | PoolAdminsSet
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Placed(Holders):
    """Nobody's customer exists for the members of its pool; an archived one for who had it."""

    archived: bool = False
    kept_for: str | None = None  # who had it when it was archived
    members: frozenset[str] | None = None  # of the pool that it lies in, or lay in; None: everybody

    def admits(self, person: str) -> bool:
        return self.members is None or person in self.members


def place_after(event: OwnershipEvent) -> dict[str, Any]:
    """As a read model keeps it."""
    if isinstance(event, CustomerArchived):
        return {"pool": event.pool_before, "archived": True, "kept_for": event.owner_before}
    return {"pool": pool_after(event), "archived": False, "kept_for": None}


def members_after(event: MembershipEvent) -> dict[str, Any]:
    if isinstance(event, PoolAdminsSet):
        return {"admins": list(event.admins)}
    return {"members": None if event.members is None else list(event.members)}


def place_of_row(row: Row, pool: Row | None) -> dict[str, Any]:
    """`pool` is the row of the pool that it names: one never heard of is open to everybody."""
    named = (pool or {}).get("members")
    admins = (pool or {}).get("admins", ())
    members = None if named is None else frozenset({*named, *admins})
    return {"archived": row["archived"], "kept_for": row["kept_for"], "members": members}
