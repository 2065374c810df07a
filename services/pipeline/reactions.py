"""What follows on the ladder from what happened to the customer, and to its deals."""

from collections.abc import Sequence
from typing import Any

from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Reactions
from services.customer import events as customer
from services.customer.events import CustomerAssigned, CustomerClaimed, CustomerReleased
from services.customer.events import CustomerRegistered as Registered
from services.pipeline import events as pipeline
from services.pipeline import ladder
from services.pipeline.events import OpportunityWon
from services.pipeline.ladder import LADDER


def react(recorded: Recorded) -> Sequence[Change[Any, Any]]:
    event, position = recorded.event, recorded.position
    match event:
        case Registered(owner=str()) | CustomerClaimed() | CustomerAssigned():
            id = event.customer_id
            return [change(LADDER, id, ladder.owned, id, event.by, position, event.at)]
        case CustomerReleased(customer_id=id, by=by, reason=reason):
            return [change(LADDER, id, ladder.released, id, by, reason, position, event.at)]
        case OpportunityWon(customer_id=str(id)):
            return [change(LADDER, id, ladder.won, id, event.by, event.at)]
        case _:
            return []


REACTIONS = Reactions(
    "reactions",
    "pipeline",
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
    },
    react,
)
