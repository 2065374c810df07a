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


def evolve(row: Row, recorded: Recorded) -> Row:
    return row | to_row(held_after(of_row(row), recorded.event))


def standing(row: Mapping[str, Any] | None) -> Standing:
    return Standing(**vars(of_row(row)), known=True) if row else Standing()


OWNER = Projection("owner", Held, lambda recorded: recorded.event.customer_id, evolve)

OWNERS = Group(
    "owners", "activity", (OWNER,), {"customer": Codec(customer.Event, customer.UPCASTS)}
)
