"""Whose customer it is, as far as this service has heard: its own rows of a fold that all share."""

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.customer import events as customer
from services.customer.events import (
    CustomerRegistered,
    Held,
    MembershipEvent,
    Standing,
    find,
    holding,
    in_its_pool,
    members_after,
    standing,
    standing_after,
)

__all__ = ["OWNER", "OWNERS", "POOLS", "Standing", "find", "holding", "in_its_pool", "standing"]


def owned(row: Row, recorded: Recorded) -> Row:
    return standing_after(row, recorded.event, recorded.position)


OWNER = Projection(
    customer.OWNER,
    Held,
    lambda recorded: recorded.event.customer_id,
    owned,
    edition=3,
    begins=CustomerRegistered,
)
POOLS = Projection(
    customer.POOLS,
    MembershipEvent,
    lambda recorded: recorded.event.pool_id,
    lambda row, recorded: row | members_after(recorded.event),
)

OWNERS = Group(
    "owners", "pipeline", (OWNER, POOLS), {"customer": Codec(customer.Event, customer.UPCASTS)}
)
