"""A handover's deals: what its row tells of them, from the log of the pipeline alone."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, assert_never

from kernel.projection import Row
from services.pipeline.events import (
    OpportunitiesGivenBack,
    OpportunitiesHandedOver,
    OpportunityHanded,
    OpportunityHandoverBegun,
    OpportunityHandoverEnded,
    OpportunityHandoverEvent,
    OpportunityHandoverUndone,
    OpportunityHandoverUndoRequested,
    OpportunityKept,
)

TOLD = 200  # that are kept and named; all of them stand in the events
Turn = OpportunityHandoverEnded | OpportunityHandoverUndoRequested | OpportunityHandoverUndone


def unheard(awaited: bool) -> Row:
    """Nothing has happened to them; if `awaited`, something will."""
    return {
        "state": "waiting" if awaited else "none",
        "given": [],
        "reasons": {},
        "kept": [],
        "given_back": 0,
        "not_returned": {},
    }


def after(before: Row | None, event: OpportunityHandoverEvent) -> Row:
    row = before or unheard(awaited=True)
    match event:
        case OpportunityHandoverBegun():
            return row | {"state": "running"}
        case OpportunitiesHandedOver():
            given = shared(row["given"], [(part(one), one.to) for one in event.handed])
            return row | {"given": given} | kept(row, "reasons", event.kept)
        case OpportunitiesGivenBack():
            back = {"given_back": row["given_back"] + len(event.given_back)}
            return row | back | kept(row, "not_returned", event.kept)
        case _:
            return row | {"state": turned(event)}


def part(one: OpportunityHanded) -> str:
    return "share" if one.share else "opportunity"


def turned(event: Turn) -> str:
    match event:
        case OpportunityHandoverEnded():
            return "ended"
        case OpportunityHandoverUndoRequested():
            return "undoing"
        case OpportunityHandoverUndone():
            return "undone"
        case _:
            assert_never(event)


def kept(row: Row, field: str, deals: Sequence[OpportunityKept]) -> Row:
    counts = Counter(row[field]) + Counter(one.reason for one in deals)
    named = [
        {name: getattr(one, name) for name in ("opportunity_id", "reason", "owner")}
        for one in deals
    ]
    return {field: dict(counts), "kept": [*row["kept"], *named][:TOLD]}


def shared(before: Sequence[Row], shares: Sequence[tuple[str, str | None]]) -> list[dict[str, Any]]:
    """By part and who has got it: how many."""
    counts = Counter({(one["part"], one["to"]): one["count"] for one in before})
    counts.update(shares)
    return [{"part": part, "to": to, "count": count} for (part, to), count in counts.items()]
