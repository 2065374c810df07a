"""How an opportunity is opened, moves through its stages, and is won or lost."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from services.pipeline.published.deals import PERSONAL, DealEvent
from services.pipeline.published.handovers import OpportunityReassigned
from services.pipeline.published.money import Money
from services.pipeline.published.pipelines import DEFAULT


@dataclass(frozen=True)
class OpportunityOpened:
    opportunity_id: str
    customer_id: str | None  # None: not known yet whose deal it is
    name: Annotated[str, PERSONAL]
    product: str | None
    owner: str
    stage: str  # of its pipeline, as prospecting, engaging
    amount: Money | None
    expected_close: date | None
    engaged_at: datetime | None  # None while it stands on the first stage
    by: str
    at: datetime
    pipeline_id: str = DEFAULT
    pipeline_version: int = 1
    probability: int | None = None  # of the stage, percent; None: as FIRST_VERSION says
    expected_days: int | None = None  # of the stage
    follow_up_id: str | None = None  # the conversation that it came from
    loaded: bool = False  # it is history that was loaded: `at` may lie long before


@dataclass(frozen=True)
class OpportunityStageChanged:
    opportunity_id: str
    customer_id: str | None
    was: str
    to: str
    by: str
    at: datetime
    pipeline_id: str = DEFAULT
    pipeline_version: int = 1
    back: bool = False  # to a stage that comes before; not told of what happened long ago
    probability: int | None = None  # of the stage, percent; None: as FIRST_VERSION says
    expected_days: int | None = None  # of the stage


@dataclass(frozen=True)
class OpportunityWon:
    opportunity_id: str
    customer_id: str | None
    owner: str
    amount: Money | None
    by: str
    at: datetime
    was: str | None = None  # the stage that it stood on; not told of what happened long ago


@dataclass(frozen=True)
class OpportunityLost:
    opportunity_id: str
    customer_id: str | None
    owner: str
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime
    was: str | None = None  # the stage that it stood on; not told of what happened long ago
    competitor: str | None = None  # who has got it


OpportunityEvent = (
    OpportunityOpened
    | OpportunityStageChanged
    | OpportunityReassigned
    | OpportunityWon
    | OpportunityLost
    | DealEvent
)
