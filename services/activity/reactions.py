"""What follows for the contact with a customer when it changes hands, or anything else of it."""

from collections.abc import Sequence
from typing import Any

from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Reactions
from services.activity import contact, heard_of
from services.activity.contact import CONTACT
from services.activity.watching import News
from services.customer import events as customer
from services.customer.events import (
    CustomerEdited,
    CustomerLocked,
    CustomerUnlocked,
    FileEvent,
    Handed,
    PeopleEvent,
    SharingEvent,
)

Newsworthy = (
    Handed
    | CustomerEdited
    | PeopleEvent
    | SharingEvent
    | FileEvent
    | CustomerLocked
    | CustomerUnlocked
)


def react(recorded: Recorded) -> Sequence[Change[Any, Any]]:
    event = recorded.event
    if not isinstance(event, Newsworthy):
        return []
    id, what, by = event.customer_id, type(event).__name__, getattr(event, "by", None)
    news = News(id, what, by, recorded.at, event.at)
    decide = contact.handed if isinstance(event, Handed) else heard_of.news
    return [change(CONTACT, id, decide, news)]


REACTIONS = Reactions(
    "reactions",
    "activity",
    {"customer": Codec(customer.Event, customer.UPCASTS)},
    react,
    Newsworthy,
)
