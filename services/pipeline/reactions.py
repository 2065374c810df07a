"""What follows on the ladder from what happened to the customer, and to its deals."""

from functools import partial

from kernel.change import change, create
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Changes, Looking, Reactions
from kernel.states import States
from services.activity import events as activity
from services.activity.events import FollowUpLogged
from services.customer import events as customer
from services.customer.events import (
    CustomerArchived,
    CustomerAssigned,
    CustomerClaimed,
    CustomerRecycled,
    CustomerReleased,
    CustomerWithdrawn,
    Handed,
    HandoverEnded,
    HandoverUndone,
)
from services.customer.events import CustomerRegistered as Registered
from services.customer.events import CustomerRestored as Restored
from services.pipeline import coming, following, handover, ladder
from services.pipeline import events as pipeline
from services.pipeline.events import DEFAULT, OpportunityWon
from services.pipeline.handover import HANDOVER
from services.pipeline.ladder import LADDER
from services.pipeline.opportunity import OPPORTUNITY
from services.pipeline.pipelines import PIPELINE, Pipeline, require_newest

BY_RULE = "system"  # who does what follows from a rule of a pool


def react(recorded: Recorded) -> Changes | Looking:
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
        case _:
            return besides(recorded)


def besides(recorded: Recorded) -> Changes | Looking:
    """From what did not change whose customer it is."""
    event = recorded.event
    match event:
        case OpportunityWon(customer_id=str(id)):
            return [change(LADDER, id, ladder.won, id, event.by, event.at)]
        case HandoverEnded() | HandoverUndone():
            return handed_over(recorded)
        case FollowUpLogged(opens=None):
            return follow(event)
        case FollowUpLogged():
            return partial(opened, event)
        case _:
            return []


def handed_over(recorded: Recorded) -> Changes:
    """The deals follow when all customers are where they belong; and back.

    What ended before handovers told who leaves was about customers alone.
    """
    event: HandoverEnded | HandoverUndone = recorded.event
    id, by, at = event.handover_id, event.by, event.at
    if not event.leaver:
        return []
    if isinstance(event, HandoverUndone):
        return [change(HANDOVER, id, handover.undo, by, at)]
    plan = (event.leaver, event.to, recorded.position)
    return [change(HANDOVER, id, handover.begin, id, *plan, by, at)]


def follow(event: FollowUpLogged) -> Changes:
    """A quick log moves the customer once at most."""
    id = event.customer_id
    moves = [effect for effect in event.effects if effect.do in following.MOVES]
    return [change(LADDER, id, following.follow, event, move.do, move.to) for move in moves[:1]]


def opened(event: FollowUpLogged, states: States) -> Changes:
    """A deal that came of it, on the newest version of the default pipeline, and what follows.

    The deal is new, so that it is never the `[]` that ends a commit.
    """
    assert event.opens
    pipeline: Pipeline = states.lately(PIPELINE, DEFAULT).state
    version = require_newest(pipeline, DEFAULT)
    id = event.opens.opportunity_id
    made = create(OPPORTUNITY, id, coming.open_deal, event, event.opens, version)
    return [made, *follow(event)]


def let_go(recorded: Recorded, by: str, reason: str) -> Changes:
    id, at = recorded.event.customer_id, recorded.event.at
    return [change(LADDER, id, ladder.released, id, by, reason, recorded.position, at)]


REACTIONS = Reactions(
    "reactions",
    "pipeline",
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
        "activity": Codec(activity.Event, activity.UPCASTS),
    },
    react,
    Handed | Registered | OpportunityWon | HandoverEnded | HandoverUndone | FollowUpLogged,
)
