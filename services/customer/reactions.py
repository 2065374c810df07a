"""What follows for a customer from its ladder: won ones count otherwise in their owner's hands."""

from collections.abc import Sequence
from typing import Any

from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Reactions
from services.customer import events as customer
from services.customer import portfolio, recycling
from services.customer.customer import CUSTOMER
from services.customer.events import StandingNoted
from services.customer.portfolio import PORTFOLIO, under_of
from services.pipeline import events as pipeline
from services.pipeline.events import LadderEvent

WON = "won"


def react(recorded: Recorded) -> Sequence[Change[Any, Any]]:
    """In two steps: the customer knows who owns it, and then that person's portfolio is told."""
    event = recorded.event
    if isinstance(event, LadderEvent) and WON in (event.was, event.to):
        id, won = event.customer_id, event.to == WON
        return [change(CUSTOMER, id, recycling.note_standing, won, event.at)]
    if isinstance(event, StandingNoted):
        told = (event.owner, event.customer_id, event.won, under_of(event), event.at)
        return [change(PORTFOLIO, event.owner, portfolio.count_win, *told)]
    return []


REACTIONS = Reactions(
    "reactions",
    "customer",
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
    },
    react,
    LadderEvent | StandingNoted,
)
