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
MOST_OWNERS = 50  # that a customer had, the newest


def evolve(row: Row, recorded: Recorded) -> Row:
    event: OwnershipEvent | LadderEvent | CustomerEdited = recorded.event
    if isinstance(event, LadderEvent):
        return row | hands.climbed(event) | stood(row, event)
    if isinstance(event, CustomerEdited):
        return row | classes(event)
    return row | begun(event) | held(row, recorded)


def stood(row: Row, event: LadderEvent) -> Row:
    """How high the customer has ever stood, and each rung that it has left, for which other one.

    Since when it stood on the first of them, the ladder does not know.
    """
    at = moment(event.at)
    left = {
        "stage": event.was, "since": row.get("rung_since"), "until": at, "to": event.to,
        "by": event.by,
    }  # fmt: skip
    return {
        "rung_since": at,
        "highest": max(row.get("highest", 0), RANKS.get(event.to, 0)),
        "stays": [*row.get("stays", ()), left][-MOST_STAYS:],
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


def held(row: Row, recorded: Recorded) -> Row:
    """Whose it is, and whose it was: nobody is told of among those."""
    let_go = {"released": recorded.position} if isinstance(recorded.event, LetGo) else {}
    archived = {"archived": isinstance(recorded.event, CustomerArchived)}
    owner = owner_after(recorded.event)
    return {"owner": owner} | (had(row, owner, recorded) if owner else {}) | archived | let_go


def had(row: Row, owner: str, recorded: Recorded) -> Row:
    since = {"owner": owner, "since": moment(recorded.event.at)}
    return {"held_by": owner, "owners": [*row.get("owners", ()), since][-MOST_OWNERS:]}


LADDER = Projection(
    "ladder",
    OwnershipEvent | LadderEvent | CustomerEdited,
    lambda recorded: str(recorded.event.customer_id),
    evolve,
    edition=3,  # with who moved it where, and whose it was then
    indexes=(
        [("owner", 1), ("stage", 1)],
        [("registered_at", 1)],
        [("stays.until", 1)],
        [("owners.owner", 1)],
    ),
)


def rungs(rows: Documents, question: Question) -> list[dict[str, Any]]:
    """Customers on each rung now, of those registered within the period."""
    registered = {"registered_at": {"$ne": None}, "archived": {"$ne": True}}
    match = {"$and": [registered, question.asker.own(), question.period.match("registered_at")]}
    group = {"_id": hands.RUNG, "count": {"$sum": 1}}
    counts = {
        one["_id"]: one["count"] for one in aggregate(rows, {"$match": match}, {"$group": group})
    }
    return [{"stage": name, "count": counts.get(name, 0)} for name in RUNGS]
