"""What somebody is told whose customer has a phone, an address or a code that another one has."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from kernel import Rejected
from kernel.context import Context
from services.customer import pool as pools
from services.customer import rights
from services.customer.keys import Key
from services.customer.pool import Pool
from services.customer.rights import Customer

MOST = 20  # that are told of
PoolOf = Callable[[str], Pool]


class Standing(Customer, Protocol):
    """A customer, as far as an answer tells where it stands."""

    @property
    def pool(self) -> str | None: ...


def refusal(
    asker: Context, taken: Sequence[tuple[Key, Any]], pool_of: PoolOf, at: datetime
) -> Rejected:
    fields = ", ".join(dict.fromkeys(key.field for key, _ in taken))
    return Rejected(
        "duplicate",
        f"another customer has this already: {fields}",
        duplicates=told(asker, taken, pool_of, at),
    )


def told(
    asker: Context, taken: Sequence[tuple[Key, Any]], pool_of: PoolOf, at: datetime
) -> list[dict[str, Any]]:
    return [masked(asker, key, holder, pool_of, at) for key, holder in taken[:MOST]]


def masked(asker: Context, key: Key, holder: Any, pool_of: PoolOf, at: datetime) -> dict[str, Any]:
    """That it is taken, everybody may know; whose it is, who may see the customer."""
    return {"field": key.field, "key": key.kind} | standing(
        asker, holder, sees(asker, holder, pool_of, at)
    )


def standing(asker: Context, holder: Standing, seen: bool) -> dict[str, Any]:
    """Yours, held by X, lies in pool P; as far as the asker may know it."""
    known: dict[str, Any] = {"state": state(asker, holder)}
    if not seen:
        return known | {"holder": None}
    if holder.owner is None:
        return known | {"holder": holder.id, "pool": holder.pool}
    return known | {"holder": holder.id, "owner": holder.owner}


def state(asker: Context, holder: Customer) -> str:
    if holder.owner is None:
        return "pool"
    return "yours" if holder.owner == asker.actor else "held"


def sees(asker: Context, holder: Standing, pool_of: PoolOf, at: datetime) -> bool:
    """What lies in a pool exists for its members."""
    if holder.pool is not None and not pools.sees(asker, pool_of(holder.pool)):
        return False
    return rights.sees(asker, holder, at)
