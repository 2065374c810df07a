"""What this service has heard: of visits to customers, of their contacts, of deals that run."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.activity import events as activity
from services.activity.events import FollowUpLogged
from services.customer import events as customer
from services.customer.events import ContactAdded, ContactRemoved
from services.pipeline import events as pipeline
from services.pipeline.conditions import NOTHING, Heard
from services.pipeline.events import (
    OpportunityEvent,
    OpportunityLost,
    OpportunityMigrated,
    OpportunityOpened,
    OpportunityReopened,
    OpportunityStageChanged,
    OpportunityStuck,
    OpportunityWon,
)

VISIT = "visit"  # the channel
Rows = Any  # what `rows(HEARD)` is


def contacted(row: Row, recorded: Recorded) -> Row:
    event: FollowUpLogged = recorded.event
    last = row | latest(row, "contacted_at", event.at)
    return last | latest(row, "visited_at", event.at) if event.channel == VISIT else last


def latest(row: Row, name: str, at: datetime) -> Row:
    return {name: max(row.get(name, at), at)}


def known(row: Row, recorded: Recorded) -> Row:
    event: ContactAdded | ContactRemoved = recorded.event
    ids = [id for id in row.get("contacts", ()) if id != event.contact_id]
    added = [event.contact_id] if isinstance(event, ContactAdded) else []
    return row | {"contacts": [*ids, *added]}


def running(row: Row, recorded: Recorded) -> Row | None:
    """On which version it runs, and when it will have stood on its stage for too long."""
    event: OpportunityEvent = recorded.event
    match event:
        case OpportunityOpened() | OpportunityStageChanged() | OpportunityReopened():
            since = max(event.at, getattr(event, "engaged_at", None) or event.at)
            return row | {"since": since} | runs(event, since)
        case OpportunityMigrated():
            return row | runs(event, row["since"])
        case OpportunityStuck():
            return row | {"stuck_at": None}
        case OpportunityWon() | OpportunityLost():
            return None
        case _:
            return row


def runs(event: Any, since: datetime) -> Row:
    days = event.expected_days
    over = None if days is None else since + timedelta(days=days)
    return {"pipeline_id": event.pipeline_id, "version": event.pipeline_version, "stuck_at": over}


RUNNING = Projection(
    "running",
    OpportunityEvent,
    lambda recorded: str(recorded.event.opportunity_id),
    running,
    indexes=([("pipeline_id", 1), ("_id", 1)], [("stuck_at", 1)]),
)
CONTACTED = Projection(
    "contacted", FollowUpLogged, lambda recorded: str(recorded.event.customer_id), contacted
)
CONTACTS = Projection(
    "contacts",
    ContactAdded | ContactRemoved,
    lambda recorded: str(recorded.event.customer_id),
    known,
)
HEARD = Group(
    "heard",
    "pipeline",
    (CONTACTED, CONTACTS, RUNNING),
    {
        "activity": Codec(activity.Event, activity.UPCASTS),
        "customer": Codec(customer.Event, customer.UPCASTS),
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
    },
)


def heard_of(rows: Rows, customer_id: str | None) -> Heard:
    row = rows.collection(CONTACTED).find_one({"_id": customer_id}) if customer_id else None
    return Heard(row.get("visited_at"), row.get("contacted_at")) if row else NOTHING


def strangers(rows: Rows, customer_id: str | None, contacts: Collection[str]) -> list[str]:
    """Who of these is no contact of the customer, as far as this service has heard."""
    row = rows.collection(CONTACTS).find_one({"_id": customer_id}) if customer_id else None
    there = row.get("contacts", ()) if row else ()
    return [id for id in contacts if id not in there]
