"""What a follow-up may name, as far as this service has heard: contacts and deals of the customer,
and what was written or promised before.
"""

from collections.abc import Sequence
from typing import Any

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.activity import events as activity
from services.activity.events import CommitmentMade, FollowUpLogged
from services.customer import events as customer
from services.customer.events import ContactAdded, ContactRemoved
from services.pipeline import events as pipeline
from services.pipeline.events import OpportunityOpened

Rows = Any  # the live rows of this group


def contact_key(recorded: Recorded) -> str:
    return f"{recorded.event.customer_id}/{recorded.event.contact_id}"


def contact(row: Row, recorded: Recorded) -> Row | None:
    return None if isinstance(recorded.event, ContactRemoved) else row


def deal(row: Row, recorded: Recorded) -> Row:
    return row | {"customer_id": recorded.event.customer_id}


def written(row: Row, recorded: Recorded) -> Row:
    """Where in the log it stands."""
    return row | {"customer_id": recorded.event.customer_id, "position": recorded.position}


CONTACTS = Projection("contacts", ContactAdded | ContactRemoved, contact_key, contact)
DEALS = Projection(
    "deals", OpportunityOpened, lambda recorded: str(recorded.event.opportunity_id), deal
)
WRITTEN = Projection(
    "written", FollowUpLogged, lambda recorded: str(recorded.event.follow_up_id), written
)
PROMISED = Projection(
    "promised", CommitmentMade, lambda recorded: str(recorded.event.commitment_id), written
)
REFERENCES = Group(
    "references",
    "activity",
    (CONTACTS, DEALS, WRITTEN, PROMISED),
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
        "activity": Codec(activity.Event, activity.UPCASTS),
    },
)


def strangers(rows: Rows, customer_id: str, contacts: Sequence[str]) -> list[int]:
    """The places of those that are no contacts of this customer."""
    return [
        place
        for place, id in enumerate(contacts)
        if found(rows, CONTACTS, f"{customer_id}/{id}") is None
    ]


def is_of(rows: Rows, customer_id: str, opportunity_id: str) -> bool:
    """Whether it is a deal with this customer."""
    row = found(rows, DEALS, opportunity_id)
    return row is not None and row["customer_id"] == customer_id


def follow_up(rows: Rows, follow_up_id: str) -> Row | None:
    return found(rows, WRITTEN, follow_up_id)


def commitment(rows: Rows, commitment_id: str) -> Row | None:
    return found(rows, PROMISED, commitment_id)


def found(rows: Rows, projection: Projection, id: str) -> Row | None:
    row: Row | None = rows.collection(projection).find_one({"_id": id})
    return row
