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
    Holders,
    LetGo,
    OwnershipEvent,
    SharingEvent,
    held_after,
    of_row,
    to_row,
)

Held = OwnershipEvent | SharingEvent


@dataclass(frozen=True)
class Standing(Holders):
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
    return row | held | {"position": at, "released": released}


def standing(row: Mapping[str, Any] | None) -> Standing:
    if row is None:
        return Standing()
    held = vars(of_row(row))
    return Standing(**held, known=True, position=row["position"], released=row["released"])


OWNER = Projection("owner", Held, lambda recorded: recorded.event.customer_id, evolve)

OWNERS = Group(
    "owners", "pipeline", (OWNER,), {"customer": Codec(customer.Event, customer.UPCASTS)}
)
