"""Where each customer stands, whose it is and where it came from: counted on the rungs."""

from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.analytics import hands
from services.analytics.plain import moment
from services.analytics.question import Question
from services.analytics.reading import Documents, aggregate
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerEvent,
    CustomerRegistered,
    CustomerReleased,
)
from services.pipeline.events import LadderEvent, StageAdvanced, StageReverted

RUNGS = ("pool", "claimed", "intent", "high-intent", "won", "lost")


def evolve(row: Row, recorded: Recorded) -> Row:
    event: CustomerEvent | LadderEvent = recorded.event
    match event:
        case CustomerRegistered():
            about = {"source": event.source, "registered_at": moment(event.at)}
            return row | about | {"owner": event.owner}
        case CustomerClaimed():
            return row | {"owner": event.by}
        case CustomerReleased():
            return row | {"owner": None, "released": recorded.position}
        case CustomerAssigned():
            return row | {"owner": event.to}
        case StageAdvanced() | StageReverted():
            return row | hands.climbed(event)


LADDER = Projection(
    "ladder",
    CustomerEvent | LadderEvent,
    lambda recorded: str(recorded.event.customer_id),
    evolve,
    indexes=([("owner", 1), ("stage", 1)], [("registered_at", 1)]),
)


def rungs(rows: Documents, question: Question) -> list[dict[str, Any]]:
    """Customers on each rung now, of those registered within the period."""
    registered = {"registered_at": {"$ne": None}}
    match = {"$and": [registered, question.asker.own(), question.period.match("registered_at")]}
    kinds = {"on_ladder": hands.LADDER_RUNG, "owned": hands.OWNED}
    found = aggregate(rows, {"$match": match}, {"$group": {"_id": kinds, "count": {"$sum": 1}}})
    counts = dict.fromkeys(RUNGS, 0)
    for group in found:
        counts[hands.rung(**group["_id"])] += group["count"]
    return [{"stage": name, "count": count} for name, count in counts.items()]
