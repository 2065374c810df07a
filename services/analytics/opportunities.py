"""Opportunities: one row per deal, as a list and one by one."""

from collections.abc import Collection, Mapping
from datetime import datetime
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
PLAIN = (
    "name", "product", "customer_id", "owner", "stage", "expected_close", "lost_reason", "lost_to",
    "pipeline_id", "pipeline_version", "probability", "expected_days", "description", "priority",
    "forecast", "competitors", "contacts", "items", "shares", "key", "follow_up_id", "loaded",
)  # fmt: skip
TIMES = (
    "opened_at", "engaged_at", "stage_since", "stuck_at", "closed_at", "touched_at", "recorded_at",
)  # fmt: skip
SORTS = {"touched_at": "touched_at", "opened_at": "opened_at"}
LAST_TOUCHED = order_by("-touched_at", SORTS)
OPPORTUNITIES = Projection(
    "opportunities",
    OpportunityEvent,
    lambda recorded: str(recorded.event.opportunity_id),
    evolve,
    edition=2,  # with the pipeline, its stages so far, and all that is told of it
    indexes=(
        [("touched_at", -1), ("_id", -1)],
        [("seen_by", 1), ("touched_at", -1), ("_id", -1)],
        [("owner", 1), ("touched_at", -1), ("_id", -1)],
        [("stage", 1), ("touched_at", -1), ("_id", -1)],
        [("customer_id", 1), ("touched_at", -1), ("_id", -1)],
        [("pipeline_id", 1), ("touched_at", -1), ("_id", -1)],
        [("key", 1), ("touched_at", -1), ("_id", -1)],
        [("opened_at", -1), ("_id", -1)],
        [("seen_by", 1), ("opened_at", -1), ("_id", -1)],
        [("stuck_at", 1)],
    ),
)


def opportunities(
    rows: Documents,
    asker: Asker,
    filters: Mapping[str, str],
    limit: int | None = None,
    cursor: str | None = None,
    stages: Collection[str] = STAGES,
    sort: str | None = None,
) -> dict[str, Any]:
    """One page, last touched first when no order is named; `stages` are those there may be."""
    if "stage" in filters:
        one_of("stage", filters["stage"], stages)
    match = {"$and": [seen(asker), *(condition(*pair, asker.at) for pair in filters.items())]}
    order = order_by(sort or LAST_TOUCHED.name, SORTS)
    found, following = page(rows, match, order, limit, cursor)
    return {"items": [shown(row) for row in found], "next": following}


def seen(asker: Asker) -> dict[str, Any]:
    """Their own deals, those they have a part in, and those of their people."""
    return asker.own("seen_by")


def sees(asker: Asker, row: Row) -> bool:
    """What `seen` says, of one row."""
    return asker.sees_all or not asker.people.isdisjoint(row["seen_by"])


def condition(name: str, value: str, at: datetime) -> dict[str, Any]:
    if name == "person":
        return {"seen_by": value}
    if name == "key":
        return {"key": one_of("key", value, ("true", "false")) == "true"}
    if name == "stuck":
        over = {"stuck_at": {"$lte": at}}
        return over if one_of("stuck", value, ("true", "false")) == "true" else {"$nor": [over]}
    return {name: value}


def opportunity(rows: Documents, asker: Asker, opportunity_id: str) -> dict[str, Any]:
    """With the stages so far: since when it stood on each, and for how many days."""
    row = find_one(rows, {"$and": [{"_id": opportunity_id}, seen(asker)]})
    if row is None:
        raise NotFound(what="opportunity", id=opportunity_id)
    return shown(row) | {"history": stages_so_far(row, asker.at)}


def stages_so_far(row: Row, at: datetime) -> list[dict[str, Any]]:
    steps: list[Row] = row["history"]
    ends = [*(step["at"] for step in steps[1:]), None]
    return [
        {
            "stage": step["stage"], "by": step["by"], "since": time(step["at"]),
            "until": time(end),
            "days": None if step["stage"] in ("won", "lost")
            else round(((end or at) - step["at"]).total_seconds() / 86_400, 1),
        }
        for step, end in zip(steps, ends, strict=True)
    ]  # fmt: skip


def shown(row: Row) -> dict[str, Any]:
    plainly = {name: row[name] for name in PLAIN} | {"version": row["version"]}
    times = {name: time(row[name]) for name in TIMES}
    return {"id": row["_id"], "amount": money(row["amount"], row["currency"])} | plainly | times
