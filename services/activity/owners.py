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
    return row | {"owner": owner(recorded.event)}


def standing(row: Mapping[str, Any] | None) -> Standing:
    return Standing(True, row["owner"]) if row else Standing()


OWNER = Projection("owner", CustomerEvent, lambda recorded: recorded.event.customer_id, evolve)

OWNERS = Group(
    "owners", "activity", (OWNER,), {"customer": Codec(customer.Event, customer.UPCASTS)}
)
