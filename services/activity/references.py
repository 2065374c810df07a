"""What a follow-up may name besides contacts, as far as this service has heard: deals, and what was
written or promised before.
"""

from typing import Any

from kernel.event import Recorded
from kernel.projection import Projection, Row
from services.activity.events import CommitmentMade, FollowUpLogged
from services.pipeline.events import OpportunityOpened

Rows = Any  # the live rows of a group


def deal(row: Row, recorded: Recorded) -> Row:
    return row | {"customer_id": recorded.event.customer_id}


def written(row: Row, recorded: Recorded) -> Row:
    """Where in the log it stands."""
    return row | {"customer_id": recorded.event.customer_id, "position": recorded.position}


DEALS = Projection(
    "deals", OpportunityOpened, lambda recorded: str(recorded.event.opportunity_id), deal
)
WRITTEN = Projection(
    "written",
    FollowUpLogged,
    lambda recorded: str(recorded.event.follow_up_id),
    written,
    begins=FollowUpLogged,
)
PROMISED = Projection(
    "promised",
    CommitmentMade,
    lambda recorded: str(recorded.event.commitment_id),
    written,
    begins=CommitmentMade,
)


def is_of(rows: Rows, customer_id: str, opportunity_id: str) -> bool:
    """Whether it is a deal with this customer."""
    row = found(rows, DEALS, opportunity_id)
    return row is not None and row["customer_id"] == customer_id


def follow_up(rows: Rows, follow_up_id: str) -> Row | None:
    return found(rows, WRITTEN, follow_up_id)


def commitment(rows: Rows, commitment_id: str) -> Row | None:
    return found(rows, PROMISED, commitment_id)


def found(rows: Rows, projection: Projection, id: str) -> Row | None:
    row: Row | None = rows.collection(projection).find_one({"_id": id})
    return row
