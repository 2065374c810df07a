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
    CustomerEdited,
    CustomerRegistered,
    LetGo,
    OwnershipEvent,
    owner_after,
)
from services.pipeline.events import LadderEvent

RUNGS = ("pool", "claimed", "intent", "high-intent", "won", "lost")


RANKS = {"pool": 0, "claimed": 1, "intent": 2, "high-intent": 3, "won": 4}  # lost is beside them
MOST_STAYS = 50  # on rungs, that are kept of one customer, the newest


def evolve(row: Row, recorded: Recorded) -> Row:
    event: OwnershipEvent | LadderEvent | CustomerEdited = recorded.event
    if isinstance(event, LadderEvent):
        return row | hands.climbed(event) | stood(row, event)
    if isinstance(event, CustomerEdited):
        return row | classes(event)
    return row | begun(event) | held(recorded)


def stood(row: Row, event: LadderEvent) -> Row:
    """How high the customer has ever stood, and for how long on each rung that it has left."""
    at, since = moment(event.at), row.get("rung_since")
    left = [{"stage": event.was, "since": since, "until": at}] if since else []
    return {
        "rung_since": at,
        "highest": max(row.get("highest", 0), RANKS.get(event.to, 0)),
        "stays": [*row.get("stays", ()), *left][-MOST_STAYS:],
    }


def begun(event: OwnershipEvent) -> Row:
    if not isinstance(event, CustomerRegistered):
        return {}
    return classes(event) | {"registered_at": moment(event.at)}


def classes(event: CustomerRegistered | CustomerEdited) -> Row:
    """What figures are cut by; the region is the province, or else the city, of an address."""
    places = (one.province or one.city for one in event.addresses)
    region = next((place for place in places if place), None)
    return {"source": event.source, "industry": event.industry, "region": region}


def held(recorded: Recorded) -> Row:
    let_go = {"released": recorded.position} if isinstance(recorded.event, LetGo) else {}
    archived = {"archived": isinstance(recorded.event, CustomerArchived)}
    owner = owner_after(recorded.event)
    last = {"held_by": owner} if owner else {}
    return {"owner": owner} | last | archived | let_go


LADDER = Projection(
    "ladder",
    OwnershipEvent | LadderEvent | CustomerEdited,
    lambda recorded: str(recorded.event.customer_id),
    evolve,
    edition=2,  # with the classes that figures are cut by, and the rungs so far
    indexes=([("owner", 1), ("stage", 1)], [("registered_at", 1)], [("stays.until", 1)]),
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
