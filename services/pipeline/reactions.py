"""What follows on the ladder from what happened to the customer, and to its deals."""

from collections.abc import Sequence
from typing import Any

from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Reactions
from services.customer import events as customer
from services.customer.events import (
    CustomerArchived,
    CustomerAssigned,
    CustomerClaimed,
    CustomerRecycled,
    CustomerReleased,
    CustomerWithdrawn,
    Handed,
)
from services.customer.events import CustomerRegistered as Registered
from services.customer.events import CustomerRestored as Restored
from services.pipeline import events as pipeline
from services.pipeline import ladder
from services.pipeline.events import OpportunityWon
from services.pipeline.ladder import LADDER

BY_RULE = "system"  # who does what follows from a rule of a pool
Changes = Sequence[Change[Any, Any]]


def react(recorded: Recorded) -> Changes:
    event = recorded.event
    match event:
        case CustomerRecycled():
            return let_go(recorded, BY_RULE, event.rule)
        case CustomerReleased() | CustomerWithdrawn() | CustomerArchived():
            return let_go(recorded, event.by, event.reason)
        case (
            Registered(owner=str()) | Restored(owner=str()) | CustomerClaimed() | CustomerAssigned()
        ):
            id = event.customer_id
            return [change(LADDER, id, ladder.owned, id, event.by, recorded.position, event.at)]
        case OpportunityWon(customer_id=str(id)):
            return [change(LADDER, id, ladder.won, id, event.by, event.at)]
        case _:
            return []


def owned(recorded: Recorded) -> Changes:
    id, at = recorded.event.customer_id, recorded.event.at
    by = recorded.event.by
    return [change(LADDER, id, ladder.owned, id, by, recorded.position, at)]


def let_go(recorded: Recorded, by: str, reason: str) -> Changes:
    id, at = recorded.event.customer_id, recorded.event.at
    return [change(LADDER, id, ladder.released, id, by, reason, recorded.position, at)]


REACTIONS = Reactions(
    "reactions",
    "pipeline",
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
    },
    react,
    Handed | Registered | OpportunityWon,
)
