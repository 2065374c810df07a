"""Whose customer it is, as a service has heard that asks nobody: the fold, and how it is read.

Each service keeps two read models for it under these names, and finds a customer's standing there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.customer.published.holders import held_after, of_row, to_row
from services.customer.published.ownership import LetGo, OwnershipEvent
from services.customer.published.placing import Placed, Row, place_after, place_of_row
from services.customer.published.sharing import SharingEvent

OWNER, POOLS = "owner", "pools"
Held = OwnershipEvent | SharingEvent


@dataclass(frozen=True)
class Standing(Placed):
    """What is known of a customer's ownership."""

    known: bool = False
    position: int = 0  # in the customer log, of the event that made it so
    released: int = 0  # position of the event that last took it from somebody
    heard: int = field(default=0, compare=False)  # position of the last event that is in here


def standing_after(row: Row, event: Held, position: int) -> dict[str, Any]:
    """As a read model keeps it."""
    held = {**row, **to_row(held_after(of_row(row), event)), "heard": position}
    if isinstance(event, SharingEvent):
        return held
    released = position if isinstance(event, LetGo) else row.get("released", 0)
    return held | place_after(event) | {"position": position, "released": released}


def holding(rows: Any, customer_id: str) -> Standing:
    """Who has it and who shares it, which is all that a yes is said by."""
    return standing(rows.collection(OWNER).find_one({"_id": customer_id}))


def find(rows: Any, customer_id: str) -> Standing:
    """With the members of the pool that it lies in, for who says no. Two look-ups then."""
    return in_its_pool(rows, rows.collection(OWNER).find_one({"_id": customer_id}))


def in_its_pool(rows: Any, row: Mapping[str, Any] | None) -> Standing:
    pool = row["pool"] if row else None
    return standing(row, rows.collection(POOLS).find_one({"_id": pool}) if pool else None)


def standing(row: Mapping[str, Any] | None, pool: Mapping[str, Any] | None = None) -> Standing:
    if row is None:
        return Standing()
    held = vars(of_row(row)) | place_of_row(row, pool)
    at = {name: row[name] for name in ("position", "released", "heard")}
    return Standing(**held, known=True, **at)
