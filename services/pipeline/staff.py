"""Who has left, whose deals are open, which handovers go on: as far as this service has heard."""

from collections.abc import Sequence
from typing import Any

from gateway import events as gateway
from gateway.events import PersonAdded, PersonDeactivated, PersonReactivated
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.pipeline import events as pipeline
from services.pipeline.events import (
    OpportunityEvent,
    OpportunityHandoverBegun,
    OpportunityHandoverEnded,
    OpportunityHandoverUndone,
    OpportunityHandoverUndoRequested,
    OpportunityLost,
    OpportunityOpened,
    OpportunityReassigned,
    OpportunityReopened,
    OpportunityShared,
    OpportunityWon,
)

Documents = Any  # a collection of rows
Over = OpportunityHandoverEnded | OpportunityHandoverUndone


def known(row: Row, recorded: Recorded) -> Row:
    return row | {"active": not isinstance(recorded.event, PersonDeactivated)}


def open_deal(row: Row, recorded: Recorded) -> Row | None:
    event: OpportunityEvent = recorded.event
    match event:
        case OpportunityOpened():
            return row | {"owner": event.owner, "customer_id": event.customer_id}
        case OpportunityReopened():
            known = {"owner": event.owner, "customer_id": event.customer_id}
            return row | known | {"shares": [one.person for one in event.shares]}
        case OpportunityReassigned():
            return row | {"owner": event.to}
        case OpportunityShared():
            return row | {"shares": [one.person for one in event.shares]}
        case OpportunityWon() | OpportunityLost():
            return None
        case _:
            return row


def going_on(row: Row, recorded: Recorded) -> Row:
    return row | {"over": isinstance(recorded.event, Over)}


STAFF = Projection(
    "staff",
    PersonAdded | PersonDeactivated | PersonReactivated,
    lambda recorded: str(recorded.event.person),
    known,
)
OPEN_DEALS = Projection(
    "open_deals",
    OpportunityEvent,
    lambda recorded: str(recorded.event.opportunity_id),
    open_deal,
    edition=2,  # with who else has a part in it
    indexes=([("owner", 1), ("_id", 1)], [("shares", 1), ("_id", 1)]),
)
HANDOVERS = Projection(
    "handovers",
    OpportunityHandoverBegun | OpportunityHandoverUndoRequested | Over,
    lambda recorded: str(recorded.event.handover_id),
    going_on,
    indexes=([("over", 1), ("_id", 1)],),
)
HANDING = Group(
    "handovers",
    "pipeline",
    (STAFF, OPEN_DEALS, HANDOVERS),
    {
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
        "gateway": Codec(gateway.Event, gateway.UPCASTS),
    },
)


def deals_of(deals: Documents, person: str | None, after: str, limit: int) -> Sequence[Row]:
    """Open deals of somebody, or in which they have a part; or nobody's: by their ids."""
    wanted = worked_on(person) | {"_id": {"$gt": after}}
    return list(deals.find(wanted, sort=[("_id", 1)], limit=limit))


def worked_on(person: str | None) -> dict[str, Any]:
    return {"$or": [{"owner": person}, {"shares": person}]} if person else {"owner": None}


def unfinished(handovers: Documents) -> list[str]:
    """Oldest first."""
    return [row["_id"] for row in handovers.find({"over": False}, sort=[("_id", 1)], limit=100)]
