"""What follows for a customer: won ones count otherwise, and one key gives it back to a pool."""

from functools import partial

from kernel.change import change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Changes, Looking, Reactions
from services.activity import events as activity
from services.activity.events import FollowUpLogged
from services.customer import events as customer
from services.customer import following, portfolio, recycling
from services.customer.customer import CUSTOMER
from services.customer.events import StandingNoted
from services.customer.portfolio import PORTFOLIO, under_of
from services.pipeline import events as pipeline
from services.pipeline.events import LadderEvent

WON = "won"


def react(recorded: Recorded) -> Changes | Looking:
    """In two steps: the customer knows who owns it, and then that person's portfolio is told."""
    event = recorded.event
    if isinstance(event, LadderEvent) and WON in (event.was, event.to):
        id, won = event.customer_id, event.to == WON
        return [change(CUSTOMER, id, recycling.note_standing, won, event.at)]
    if isinstance(event, StandingNoted):
        told = (event.owner, event.customer_id, event.won, under_of(event), event.at)
        return [change(PORTFOLIO, event.owner, portfolio.count_win, *told)]
    if isinstance(event, FollowUpLogged):
        into = [effect.to for effect in event.effects if effect.do == "release"]
        return partial(following.released, event, into[0]) if into else []
    return []


REACTIONS = Reactions(
    "reactions",
    "customer",
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
        "activity": Codec(activity.Event, activity.UPCASTS),
    },
    react,
    LadderEvent | StandingNoted | FollowUpLogged,
)
