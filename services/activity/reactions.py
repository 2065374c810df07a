"""What follows for the contact with a customer when it changes hands."""

from collections.abc import Sequence
from typing import Any

from kernel.change import Change, change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Reactions
from services.activity import contact
from services.activity.contact import CONTACT
from services.customer import events as customer
from services.customer.events import Handed


def react(recorded: Recorded) -> Sequence[Change[Any, Any]]:
    event = recorded.event
    if not isinstance(event, Handed):
        return []
    id, because = event.customer_id, type(event).__name__
    return [change(CONTACT, id, contact.reset, id, because, recorded.at, event.at)]


REACTIONS = Reactions(
    "reactions", "activity", {"customer": Codec(customer.Event, customer.UPCASTS)}, react, Handed
)
