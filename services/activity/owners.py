"""Whose customer it is, as far as this service has heard: its own fold of the customer's events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.activity import names
from services.activity.names import NamingEvent, named, names_after
from services.customer import events as customer
from services.customer.events import (
    CustomerRegistered,
    MembershipEvent,
    OwnershipEvent,
    Placed,
    PoolClosed,
    PoolOpened,
    SharingEvent,
    held_after,
    members_after,
    of_row,
    place_after,
    place_of_row,
    to_row,
)

Held = OwnershipEvent | SharingEvent | NamingEvent


@dataclass(frozen=True)
class Standing(Placed):
    """What is known of a customer's ownership, and how to call it."""

    known: bool = False
    position: int = 0  # in the customer log, of the event that made it so
    name: str = ""
    contacts: Mapping[str, str] = field(default_factory=dict)  # names, by id
    primary: str | None = None  # the contact who is asked first


def evolve(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, NamingEvent):
        return row | names_after(row, event)
    held = row | to_row(held_after(of_row(row), event))
    if isinstance(event, SharingEvent):
        return held
    begun = named(event) if isinstance(event, CustomerRegistered) else {}
    return held | place_after(event) | {"position": recorded.position} | begun


def find(rows: Any, customer_id: str) -> Standing:
    """Two look-ups for what lies in a pool, one for all else."""
    row = rows.collection(OWNER).find_one({"_id": customer_id})
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
    if row is None:
        return Standing()
    held = vars(of_row(row)) | place_of_row(row, pool) | names.of_row(row)
    return Standing(**held, known=True, position=row["position"])


def pooled(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, PoolOpened | PoolClosed):
        return row | {"open": isinstance(event, PoolOpened)}
    return row | members_after(event)


OWNER = Projection("owner", Held, lambda recorded: recorded.event.customer_id, evolve, edition=3)
POOLS = Projection(
    "pools",
    MembershipEvent | PoolOpened | PoolClosed,
    lambda recorded: recorded.event.pool_id,
    pooled,
    edition=2,
)

OWNERS = Group(
    "owners", "activity", (OWNER, POOLS), {"customer": Codec(customer.Event, customer.UPCASTS)}
)
