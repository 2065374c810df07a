"""On whom others have worked: customers with a follow-up or a deal, as far as we have heard."""

from collections.abc import Sequence
from typing import Any

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.activity import events as activity
from services.activity.events import FollowUpLogged
from services.pipeline import events as pipeline
from services.pipeline.events import OpportunityOpened, StageAdvanced

Documents = Any  # a collection of rows
OWNED = "claimed"


def key(recorded: Recorded) -> tuple[str, ...]:
    """A deal may have no customer yet; to stand on the first rung an owner is enough."""
    event = recorded.event
    if isinstance(event, StageAdvanced) and event.to == OWNED:
        return ()
    return (event.customer_id,) if event.customer_id else ()


def evolve(row: Row, recorded: Recorded) -> Row:
    """By source the first that was done."""
    if recorded.source in row:
        return row
    return row | {recorded.source: type(recorded.event).__name__}


WORKED_ON = Projection("worked_on", FollowUpLogged | OpportunityOpened | StageAdvanced, key, evolve)
WORKED = Group(
    "worked",
    "customer",
    (WORKED_ON,),
    {
        "pipeline": Codec(pipeline.Event, pipeline.UPCASTS),
        "activity": Codec(activity.Event, activity.UPCASTS),
    },
)


def on(rows: Documents, ids: Sequence[str]) -> dict[str, str]:
    """What was done for which of these customers."""
    found = rows.find({"_id": {"$in": list(ids)}})
    return {row["_id"]: first(row) for row in found}


def first(row: Row) -> str:
    """Follow-ups before deals: a stage often only follows from one."""
    return str(row.get("activity") or row["pipeline"])
