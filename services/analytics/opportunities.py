"""Opportunities: one row per deal, as a list, one by one, and as a board of stages."""

from collections.abc import Mapping
from typing import Any

from kernel.projection import Projection, Row
from kernel.refusal import NotFound
from services.analytics.asker import Asker
from services.analytics.deal_row import evolve
from services.analytics.pages import order_by, page
from services.analytics.parameters import one_of
from services.analytics.plain import money, time
from services.analytics.reading import Documents, find_one
from services.pipeline.events import OpportunityEvent

STAGES = ("prospecting", "engaging", "won", "lost")
PLAIN = ("name", "product", "customer_id", "owner", "stage", "expected_close", "lost_reason")
TIMES = ("opened_at", "engaged_at", "stage_since", "closed_at", "touched_at")
LAST_TOUCHED = order_by("-touched_at", {"touched_at": "touched_at"})


OPPORTUNITIES = Projection(
    "opportunities",
    OpportunityEvent,
    lambda recorded: str(recorded.event.opportunity_id),
    evolve,
    edition=2,  # with the pipeline, its stages so far, and all that is told of it
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
