"""What the ladder and a customer's deals tell those who watch it, and who has pressed a key."""

from collections.abc import Sequence
from typing import Any

from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Reactions
from services.activity import heard_of
from services.activity.contact import CONTACT
from services.activity.events import StepRefused
from services.activity.watching import News
from services.pipeline import events as pipeline
from services.pipeline.events import (
    LadderEvent,
    OpportunityLost,
    OpportunityOpened,
    OpportunityReopened,
    OpportunityStageChanged,
    OpportunityWon,
    StageRefused,
)

Deal = (
    OpportunityOpened
    | OpportunityStageChanged
    | OpportunityWon
    | OpportunityLost
    | OpportunityReopened
)
Newsworthy = LadderEvent | Deal


def react(recorded: Recorded) -> Sequence[Change[Any, Any]]:
    event = recorded.event
    if isinstance(event, StageRefused):
        about = (event.customer_id, event.follow_up_id, event.effect, event.why)
        refused = StepRefused(*about, event.by, event.at)
        return [change(CONTACT, event.customer_id, heard_of.refused, refused)]
    if not isinstance(event, Newsworthy) or not event.customer_id or with_its_hands(event):
        return []
    id, what = event.customer_id, type(event).__name__
    return [change(CONTACT, id, heard_of.news, News(id, what, event.by, recorded.at, event.at))]


def with_its_hands(event: Newsworthy) -> bool:
    """Who has the customer has been told of already: it only comes onto its ladder, or off it."""
    return isinstance(event, LadderEvent) and "pool" in (event.was, event.to)


DEALS_HEARD = Reactions(
    "news",
    "activity",
    {"pipeline": Codec(pipeline.Event, pipeline.UPCASTS)},
    react,
    Newsworthy | StageRefused,
)
