"""On whom others have worked: customers with a follow-up or a deal, as far as we have heard."""

from collections.abc import Sequence
from typing import Any

from kernel.projection import Row
from services.activity.events import FollowUpLogged
from services.pipeline.events import OpportunityOpened, StageAdvanced

Documents = Any  # a collection of rows
OWNED = "claimed"
FIELDS = ("followed_up", "dealt_with")


def worked(row: Row, event: Any) -> Row:
    """Of follow-ups and of deals the first that was done."""
    if isinstance(event, FollowUpLogged):
        field = "followed_up"
    elif isinstance(event, OpportunityOpened) or climbs(event):
        field = "dealt_with"
    else:
        return {}
    return {field: row.get(field) or type(event).__name__}


def climbs(event: Any) -> bool:
    """To stand on the first rung an owner is enough."""
    return isinstance(event, StageAdvanced) and event.to != OWNED


def on(rows: Documents, ids: Sequence[str]) -> dict[str, str]:
    """What was done for which of these customers."""
    found = rows.find({"_id": {"$in": list(ids)}}, FIELDS)
    return {row["_id"]: done for row in found if (done := first(row))}


def first(row: Row) -> str | None:
    """Follow-ups before deals: a stage often only follows from one."""
    return row.get("followed_up") or row.get("dealt_with")
