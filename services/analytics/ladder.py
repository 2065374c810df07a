"""Where each customer stands, whose it is and where it came from: counted on the rungs."""

from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.analytics import hands
from services.analytics.plain import moment
from services.analytics.question import Question
from services.analytics.reading import Documents, aggregate
from services.customer.events import (
    CustomerArchived,
    CustomerRegistered,
    LetGo,
    OwnershipEvent,
    owner_after,
)
from services.pipeline.events import LadderEvent

RUNGS = ("pool", "claimed", "intent", "high-intent", "won", "lost")


def evolve(row: Row, recorded: Recorded) -> Row:
    event: OwnershipEvent | LadderEvent = recorded.event
    if isinstance(event, LadderEvent):
        return row | hands.climbed(event)
    return row | begun(event) | held(recorded)


def begun(event: OwnershipEvent) -> Row:
    if not isinstance(event, CustomerRegistered):
        return {}
    return {"source": event.source, "registered_at": moment(event.at)}


def held(recorded: Recorded) -> Row:
    let_go = {"released": recorded.position} if isinstance(recorded.event, LetGo) else {}
    archived = {"archived": isinstance(recorded.event, CustomerArchived)}
    return {"owner": owner_after(recorded.event)} | archived | let_go


LADDER = Projection(
    "ladder",
    OwnershipEvent | LadderEvent,
    lambda recorded: str(recorded.event.customer_id),
    evolve,
    indexes=([("owner", 1), ("stage", 1)], [("registered_at", 1)]),
)


def rungs(rows: Documents, question: Question) -> list[dict[str, Any]]:
    """Customers on each rung now, of those registered within the period."""
    registered = {"registered_at": {"$ne": None}, "archived": {"$ne": True}}
    match = {"$and": [registered, question.asker.own(), question.period.match("registered_at")]}
    kinds = {"on_ladder": hands.LADDER_RUNG, "owned": hands.OWNED}
    found = aggregate(rows, {"$match": match}, {"$group": {"_id": kinds, "count": {"$sum": 1}}})
    counts = dict.fromkeys(RUNGS, 0)
    for group in found:
        counts[hands.rung(**group["_id"])] += group["count"]
    return [{"stage": name, "count": count} for name, count in counts.items()]
