"""Whose customer it is, as far as this service has heard: its own fold of the customer's events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.customer import events as customer
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerEvent,
    CustomerRegistered,
    CustomerReleased,
)


@dataclass(frozen=True)
class Standing:
    """What is known of a customer's ownership."""

    known: bool = False
    owner: str | None = None
    position: int = 0  # in the customer log, of the event that made it so
    released: int = 0  # position of the last release


def owner(event: CustomerEvent) -> str | None:
    match event:
        case CustomerRegistered():
            return event.owner
        case CustomerClaimed():
            return event.by
        case CustomerReleased():
            return None
        case CustomerAssigned():
            return event.to
        case _:
            assert_never(event)


def evolve(row: Row, recorded: Recorded) -> Row:
    at = recorded.position
    released = at if isinstance(recorded.event, CustomerReleased) else row.get("released", 0)
    return row | {"owner": owner(recorded.event), "position": at, "released": released}


def standing(row: Mapping[str, Any] | None) -> Standing:
    if row is None:
        return Standing()
    return Standing(True, row["owner"], row["position"], row["released"])


OWNER = Projection("owner", CustomerEvent, lambda recorded: recorded.event.customer_id, evolve)

OWNERS = Group(
    "owners", "pipeline", (OWNER,), {"customer": Codec(customer.Event, customer.UPCASTS)}
)
