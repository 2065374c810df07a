"""Whose customer it is, and what it is called, as far as this service has heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity import names
from services.activity.names import NamingEvent, named, names_after
from services.customer import events as customer
from services.customer.events import (
    CustomerRegistered,
    MembershipEvent,
    PoolClosed,
    PoolOpened,
    members_after,
    standing_after,
)

Held = customer.Held | NamingEvent


@dataclass(frozen=True)
class Standing(customer.Standing):
    """What is known of a customer's ownership, and how to call it."""

    name: str = ""
    contacts: Mapping[str, str] = field(default_factory=dict)  # names, by id
    primary: str | None = None  # the contact who is asked first


def owned(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, NamingEvent):
        return row | names_after(row, event) | {"heard": recorded.position}
    begun = named(event) if isinstance(event, CustomerRegistered) else {}
    return standing_after(row, event, recorded.position) | begun


def holding(rows: Any, customer_id: str) -> Standing:
    """Who has it and who shares it, which is all that a yes is said by."""
    return standing(rows.collection(OWNER).find_one({"_id": customer_id}))


def find(rows: Any, customer_id: str) -> Standing:
    """With the members of the pool that it lies in, for who says no. Two look-ups then."""
    return in_its_pool(rows, rows.collection(OWNER).find_one({"_id": customer_id}))


def in_its_pool(rows: Any, row: Mapping[str, Any] | None) -> Standing:
    pool = row["pool"] if row else None
    return standing(row, rows.collection(POOLS).find_one({"_id": pool}) if pool else None)


def find_many(rows: Any, ids: Sequence[str]) -> dict[str, Standing]:
    """Two look-ups for all of them."""
    found = {row["_id"]: row for row in rows.collection(OWNER).find(among(ids))}
    lying = {row["pool"] for row in found.values() if row["pool"]}
    pools = rows.collection(POOLS).find(among(sorted(lying))) if lying else ()
    known = {row["_id"]: row for row in pools}
    return {id: of(found.get(id), known) for id in ids}


def of(row: Mapping[str, Any] | None, pools: Mapping[str, Any]) -> Standing:
    return standing(row, pools.get(row["pool"]) if row else None)


def among(ids: Sequence[str]) -> dict[str, Any]:
    return {"_id": {"$in": list(ids)}}


def standing(row: Mapping[str, Any] | None, pool: Mapping[str, Any] | None = None) -> Standing:
    held = vars(customer.standing(row, pool))
    return Standing(**held, **(names.of_row(row) if row else {}))


def pooled(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, PoolOpened | PoolClosed):
        return row | {"open": isinstance(event, PoolOpened)}
    return row | members_after(event)


OWNER = Projection(
    customer.OWNER,
    Held,
    lambda recorded: recorded.event.customer_id,
    owned,
    edition=4,
    begins=CustomerRegistered,
)
POOLS = Projection(
    customer.POOLS,
    MembershipEvent | PoolOpened | PoolClosed,
    lambda recorded: recorded.event.pool_id,
    pooled,
    edition=2,
)
