"""Whose customer it is, as far as this service has heard: its own fold of the customer's events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.customer import events as customer
from services.customer.events import OwnershipEvent, owner_after


@dataclass(frozen=True)
class Standing:
    """What is known of a customer's ownership."""

    known: bool = False
    owner: str | None = None


def evolve(row: Row, recorded: Recorded) -> Row:
    return row | {"owner": owner_after(recorded.event)}


def standing(row: Mapping[str, Any] | None) -> Standing:
    return Standing(True, row["owner"]) if row else Standing()


OWNER = Projection("owner", OwnershipEvent, lambda recorded: recorded.event.customer_id, evolve)

OWNERS = Group(
    "owners", "activity", (OWNER,), {"customer": Codec(customer.Event, customer.UPCASTS)}
)
