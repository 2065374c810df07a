"""What its owner has promised to a customer goes with it when it changes hands."""

from collections.abc import Sequence
from typing import Any

from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Reactions
from services.activity import commitment
from services.activity.commitment import COMMITMENTS
from services.customer import events as customer
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerRecycled,
    CustomerRestored,
    Handed,
    LetGo,
)

BY_RULE = "system"  # who does what follows from a rule of a pool


def react(recorded: Recorded) -> Sequence[Change[Any, Any]]:
    """In a pool it is nobody's, and then of who takes the customer out of it."""
    event = recorded.event
    if not isinstance(event, Handed):
        return []
    before, to = hands(event)
    if before == to:
        return []
    id, because = event.customer_id, type(event).__name__
    by = BY_RULE if isinstance(event, CustomerRecycled) else event.by
    told = (id, before, to, because, by, event.at)
    return [change(COMMITMENTS, id, commitment.hand_on, *told)]


def hands(event: Handed) -> tuple[str | None, str | None]:
    """Out of whose, into whose."""
    match event:
        case CustomerAssigned():
            return event.owner_before, event.to
        case CustomerClaimed():
            return None, event.by
        case CustomerRestored():
            return None, event.owner
        case _:
            assert isinstance(event, LetGo)
            return event.owner_before, None


HANDING_ON = Reactions(
    "commitments", "activity", {"customer": Codec(customer.Event, customer.UPCASTS)}, react, Handed
)
