"""Handovers: how far each is, who has got how many in which part, what was kept and why."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, assert_never

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import Forbidden, NotFound
from services.activity.events import DutiesGivenBack, DutiesHandedOver
from services.analytics import handovers_of_deals, handovers_of_duties
from services.analytics.asker import Asker
from services.analytics.handovers_of_deals import TOLD, shared
from services.analytics.pages import order_by, page
from services.analytics.parameters import one_of
from services.analytics.plain import moment, time
from services.analytics.reading import Documents, find_one
from services.customer.events import (
    CustomerKept,
    CustomersGivenBack,
    CustomersHandedOver,
    HandoverBegun,
    HandoverEnded,
    HandoverEvent,
    HandoverListed,
    HandoverUndone,
    HandoverUndoRequested,
)
from services.pipeline.events import OpportunityHandoverEvent

STATES = ("listing", "running", "ended", "undoing", "undone")
BEGUN = {"begun_at": {"$exists": True}}  # of deals we may have heard before
LAST_BEGUN = order_by("-begun_at", {"begun_at": "begun_at"})
INNER = frozenset({"_id", "people", "deals_follow", "opportunities", "duties_back"})
Duties = DutiesHandedOver | DutiesGivenBack
Turn = HandoverListed | HandoverEnded | HandoverUndoRequested | HandoverUndone


def evolve(row: Row, recorded: Recorded) -> Row:
    event = recorded.event
    if isinstance(event, OpportunityHandoverEvent):
        return row | {"opportunities": handovers_of_deals.after(row.get("opportunities"), event)}
    if isinstance(event, Duties):
        return row | {"duties": handovers_of_duties.after(row.get("duties"), event)}
    return row | facts(row, event) | {"version": recorded.version}


def facts(row: Row, event: HandoverEvent) -> Row:
    match event:
        case HandoverBegun():
            return begun(event)
        case CustomersHandedOver():
            handed = [(one.part, one.to) for one in event.handed]
            return {
                "dealt_with": event.first + event.customers,
                "given": shared(row["given"], handed),
            } | kept(row, "reasons", event.kept)
        case CustomersGivenBack():
            back = {"given_back": row["given_back"] + len(event.given_back)}
            return back | kept(row, "not_returned", event.kept)
        case _:
            return turned(row, event)


def begun(event: HandoverBegun) -> Row:
    return {
        "state": "listing",
        "from": event.leaver,
        "to": list(event.to),
        "people": [event.leaver, *event.to],
        "strategy": event.strategy,
        "pool": event.pool,
        "reason": event.reason,
        "by": event.by,
        "begun_at": moment(event.at),
        "ended_at": None,
        "customers": 0,
        "dealt_with": 0,
        "given": [],
        "reasons": {},
        "kept": [],
        "given_back": 0,
        "not_returned": {},
        "deals_follow": True,
    }


def turned(row: Row, event: Turn) -> Row:
    """Another state."""
    at = moment(event.at)
    match event:
        case HandoverListed():
            ready = event.closed and row["state"] == "listing"
            state = "running" if ready else row["state"]
            return {"customers": row["customers"] + len(event.customers), "state": state}
        case HandoverEnded():
            return {"state": "ended", "ended_at": at, "deals_follow": bool(event.leaver)}
        case HandoverUndoRequested():
            return {"state": "undoing", "ended_at": None}
        case HandoverUndone():
            back = event.ended_at is not None  # else nobody's duties had begun to change hands
            return {"state": "undone", "ended_at": at, "duties_back": back}
        case _:
            assert_never(event)


def kept(row: Row, field: str, customers: tuple[CustomerKept, ...]) -> Row:
    """Counted by reason; the first are named."""
    counts = Counter(row[field]) + Counter(one.reason for one in customers)
    named = [
        {name: getattr(one, name) for name in ("customer_id", "part", "reason", "owner")}
        for one in customers
    ]
    return {field: dict(counts), "kept": [*row["kept"], *named][:TOLD]}


HANDOVERS = Projection(
    "handovers",
    HandoverEvent | OpportunityHandoverEvent | DutiesHandedOver | DutiesGivenBack,
    lambda recorded: str(recorded.event.handover_id),
    evolve,
    indexes=(
        [("begun_at", -1), ("_id", -1)],
        [("people", 1), ("begun_at", -1), ("_id", -1)],
        [("state", 1), ("begun_at", -1), ("_id", -1)],
    ),
)


def handovers(
    rows: Documents,
    asker: Asker,
    filters: Mapping[str, str],
    limit: int | None = None,
    cursor: str | None = None,
) -> dict[str, Any]:
    """One page, last begun first; `filters` are person (who leaves or receives) and state."""
    conditions: list[dict[str, Any]] = [BEGUN, seen(asker)]
    if "state" in filters:
        conditions.append(standing(one_of("state", filters["state"], STATES)))
    if "person" in filters:
        conditions.append({"people": {"$eq": filters["person"]}})
    found, following = page(rows, {"$and": conditions}, LAST_BEGUN, limit, cursor)
    return {"items": [shown(row) for row in found], "next": following}


def standing(state: str) -> dict[str, Any]:
    """The rows that are shown in this state."""
    deals = {"opportunities.state": {"$nin": [None, "undone"]}}
    duties = {"duties_back": True, "duties.state": {"$ne": "undone"}}
    if state == "undone":
        return {"state": "undone", "$nor": [deals, duties]}
    if state == "undoing":
        follow = {"state": "undone", "$or": [deals, duties]}
        return {"$or": [{"state": "undoing"}, follow]}
    return {"state": state}


def handover(rows: Documents, asker: Asker, handover_id: str) -> dict[str, Any]:
    row = find_one(rows, {"$and": [{"_id": handover_id}, BEGUN, seen(asker)]})
    if row is None:
        raise NotFound(what="handover", id=handover_id)
    return shown(row)


def seen(asker: Asker) -> dict[str, Any]:
    """Of whoever's customers they see, and what was asked for by such people."""
    if not asker.leads:
        raise Forbidden("role-not-allowed", "only a manager may see handovers")
    if asker.sees_all:
        return {}
    people = {"$in": sorted(asker.people)}
    return {"$or": [{"from": people}, {"by": people}]}


def shown(row: Row) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name not in INNER}
    times = {name: time(row[name]) if row[name] else None for name in ("begun_at", "ended_at")}
    awaited = row["deals_follow"] and row["state"] not in ("undoing", "undone")
    deals = row.get("opportunities") or handovers_of_deals.unheard(awaited)
    duties = row.get("duties") or handovers_of_duties.unheard(waiting(row))
    state = "undoing" if follows(row, duties) else row["state"]
    parts = {"opportunities": deals, "duties": duties}
    return {"id": row["_id"], **told, **times, "state": state, **parts}


def waiting(row: Row) -> bool:
    """Duties follow what comes to its end, and until they do that of it which is undone."""
    return row["state"] in ("listing", "running", "ended")


def follows(row: Row, duties: Row) -> bool:
    """It is undone when its deals are, and the duties."""
    if row["state"] != "undone":
        return False
    deals: str = row.get("opportunities", {}).get("state", "undone")
    back = duties["state"] if row.get("duties_back") else "undone"
    return {deals, back} != {"undone"}
