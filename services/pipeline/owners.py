"""Whose customer it is, as far as this service has heard: its own fold of the customer's events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.customer import events as customer
from services.customer.events import (
    LetGo,
    MembershipEvent,
    OwnershipEvent,
    Placed,
    SharingEvent,
    held_after,
    members_after,
    of_row,
    place_after,
    place_of_row,
    to_row,
)

Held = OwnershipEvent | SharingEvent


@dataclass(frozen=True)
class Standing(Placed):
    """What is known of a customer's ownership."""

    known: bool = False
    position: int = 0  # in the customer log, of the event that made it so
    released: int = 0  # position of the event that last took it from somebody


def evolve(row: Row, recorded: Recorded) -> Row:
    held = to_row(held_after(of_row(row), recorded.event))
    if isinstance(recorded.event, SharingEvent):
        return row | held
    at = recorded.position
    released = at if isinstance(recorded.event, LetGo) else row.get("released", 0)
    return row | held | place_after(recorded.event) | {"position": at, "released": released}


def holding(rows: Any, customer_id: str) -> Standing:
    """Who has it and who shares it, which is all that a yes is said by."""
    return standing(rows.collection(OWNER).find_one({"_id": customer_id}))


def find(rows: Any, customer_id: str) -> Standing:
    """With the members of the pool that it lies in, for who says no. Two look-ups then."""
    row = rows.collection(OWNER).find_one({"_id": customer_id})
    pool = row["pool"] if row else None
    return standing(row, rows.collection(POOLS).find_one({"_id": pool}) if pool else None)


def standing(row: Mapping[str, Any] | None, pool: Mapping[str, Any] | None = None) -> Standing:
    if row is None:
        return Standing()
    held = vars(of_row(row)) | place_of_row(row, pool)
    return Standing(**held, known=True, position=row["position"], released=row["released"])


OWNER = Projection("owner", Held, lambda recorded: recorded.event.customer_id, evolve, edition=2)
POOLS = Projection(
    "pools",
    MembershipEvent,
    lambda recorded: recorded.event.pool_id,
    lambda row, recorded: row | members_after(recorded.event),
)

OWNERS = Group(
    "owners", "pipeline", (OWNER, POOLS), {"customer": Codec(customer.Event, customer.UPCASTS)}
)
