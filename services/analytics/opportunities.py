"""Opportunities: one row per deal, as a list, one by one, and as a board of stages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.analytics.asker import Asker
from services.analytics.pages import order_by, page
from services.analytics.parameters import one_of
from services.analytics.plain import moment, money, time
from services.analytics.reading import Documents, find_one
from services.pipeline.events import (
    Money,
    OpportunityEvent,
    OpportunityLost,
    OpportunityOpened,
    OpportunityReassigned,
    OpportunityStageChanged,
    OpportunityWon,
)

STAGES = ("prospecting", "engaging", "won", "lost")
PLAIN = ("name", "product", "customer_id", "owner", "stage", "expected_close", "lost_reason")
TIMES = ("opened_at", "engaged_at", "stage_since", "closed_at", "touched_at")
LAST_TOUCHED = order_by("-touched_at", {"touched_at": "touched_at"})


def evolve(row: Row, recorded: Recorded) -> Row:
    circumstances = {"version": recorded.version, "touched_at": moment(recorded.at)}
    return row | facts(row, recorded.event) | circumstances


def facts(row: Row, event: OpportunityEvent) -> Row:
    at = moment(event.at)
    match event:
        case OpportunityOpened():
            return opened(event)
        case OpportunityStageChanged():
            engaged = row["engaged_at"] or (at if event.to == "engaging" else None)
            return {"stage": event.to, "stage_since": at, "engaged_at": engaged}
        case OpportunityReassigned():
            return {"owner": event.to}
        case OpportunityWon():
            won = worth(event.amount) if event.amount else {}
            return {"stage": "won", "stage_since": at, "closed_at": at} | won
        case OpportunityLost():
            closed = {"stage": "lost", "stage_since": at, "closed_at": at}
            return closed | {"lost_reason": event.reason}


def opened(event: OpportunityOpened) -> Row:
    at = moment(event.at)
    engaged = event.engaged_at or (event.at if event.stage == "engaging" else None)
    return {
        "name": event.name,
        "product": event.product,
        "customer_id": event.customer_id,
        "owner": event.owner,
        "stage": event.stage,
        "expected_close": event.expected_close.isoformat() if event.expected_close else None,
        "opened_at": at,
        "engaged_at": moment(engaged) if engaged else None,
        "stage_since": at,
        "closed_at": None,
        "lost_reason": None,
    } | worth(event.amount)


def worth(amount: Money | None) -> Row:
    if amount is None:
        return {"amount": None, "currency": None}
    return {"amount": Decimal(amount.amount), "currency": amount.currency}


OPPORTUNITIES = Projection(
    "opportunities",
    OpportunityEvent,
    lambda recorded: str(recorded.event.opportunity_id),
    evolve,
    indexes=(
        [("touched_at", -1), ("_id", -1)],
        [("owner", 1), ("touched_at", -1), ("_id", -1)],
        [("stage", 1), ("touched_at", -1), ("_id", -1)],
        [("customer_id", 1), ("touched_at", -1), ("_id", -1)],
    ),
)


def opportunities(
    rows: Documents,
    asker: Asker,
    filters: Mapping[str, str],
    limit: int | None = None,
    cursor: str | None = None,
) -> dict[str, Any]:
    """One page, last touched first; `filters` are stage, owner and customer_id."""
    if "stage" in filters:
        one_of("stage", filters["stage"], STAGES)
    match = {"$and": [asker.own(), dict(filters)]}
    found, following = page(rows, match, LAST_TOUCHED, limit, cursor)
    return {"items": [shown(row) for row in found], "next": following}


def opportunity(rows: Documents, asker: Asker, opportunity_id: str) -> dict[str, Any]:
    row = find_one(rows, {"$and": [{"_id": opportunity_id}, asker.own()]})
    if row is None:
        raise NotFound(what="opportunity", id=opportunity_id)
    return shown(row)


def shown(row: Row) -> dict[str, Any]:
    plainly = {name: row[name] for name in PLAIN} | {"version": row["version"]}
    times = {name: time(row[name]) for name in TIMES}
    return {"id": row["_id"], "amount": money(row["amount"], row["currency"])} | plainly | times
