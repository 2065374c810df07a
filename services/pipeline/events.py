"""What can happen on a customer's ladder and to an opportunity: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast and a downcast. `at` is when it happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from services.pipeline.published.deals import (
    PERSONAL,
    DealEvent,
    KeyDealMarked,
    LineItem,
    OpportunityEdited,
    OpportunityItemsSet,
    OpportunityMigrated,
    OpportunityReopened,
    OpportunityShared,
    OpportunityStuck,
    Share,
)
from services.pipeline.published.handovers import (
    OpportunitiesGivenBack,
    OpportunitiesHandedOver,
    OpportunityHanded,
    OpportunityHandoverBegun,
    OpportunityHandoverEnded,
    OpportunityHandoverEvent,
    OpportunityHandoverUndone,
    OpportunityHandoverUndoRequested,
    OpportunityKept,
    OpportunityReassigned,
)
from services.pipeline.published.money import Money
from services.pipeline.published.pipelines import (
    DEFAULT,
    FIRST_VERSION,
    EntryCondition,
    MigrationEvent,
    OpportunitiesMigrated,
    PipelineEvent,
    PipelinePublished,
    PipelineRetired,
    PipelineStage,
    StageMapped,
)


@dataclass(frozen=True)
class StageAdvanced:
    """The customer stands on a higher rung: pool, claimed, intent, high-intent, lost, won."""

    customer_id: str
    was: str
    to: str
    by: str
    reason: Annotated[str | None, PERSONAL]
    at: datetime
    ownership: int = 0  # position in the customer log of the ownership that it happened under
    follow_up_id: str | None = None  # that it followed from


@dataclass(frozen=True)
class StageReverted:
    """The customer stands on a lower rung."""

    customer_id: str
    was: str
    to: str
    by: str
    reason: Annotated[str | None, PERSONAL]
    at: datetime
    ownership: int = 0  # position in the customer log of the ownership that it happened under
    follow_up_id: str | None = None  # that it followed from


@dataclass(frozen=True)
class StageRefused:
    """What was to follow from a follow-up could not; the customer stands where it stood."""

    customer_id: str
    follow_up_id: str
    effect: str  # raise, lower, stage
    to: str | None  # the rung, where one was named
    stage: str  # where it stands
    why: str  # changed-hands, in-pool, no-rung
    by: str
    at: datetime


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


LadderEvent = StageAdvanced | StageReverted
OpportunityEvent = (
    OpportunityOpened
    | OpportunityStageChanged
    | OpportunityReassigned
    | OpportunityWon
    | OpportunityLost
    | DealEvent
)
# All that the log of this service holds:
Event = (
    LadderEvent
    | StageRefused
    | OpportunityEvent
    | OpportunityHandoverEvent
    | PipelineEvent
    | MigrationEvent
)

UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
DOWNCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}

__all__ = [
    "DEFAULT",
    "DOWNCASTS",
    "FIRST_VERSION",
    "UPCASTS",
    "DealEvent",
    "EntryCondition",
    "Event",
    "KeyDealMarked",
    "LadderEvent",
    "LineItem",
    "MigrationEvent",
    "Money",
    "OpportunitiesGivenBack",
    "OpportunitiesHandedOver",
    "OpportunitiesMigrated",
    "OpportunityEdited",
    "OpportunityEvent",
    "OpportunityHanded",
    "OpportunityHandoverBegun",
    "OpportunityHandoverEnded",
    "OpportunityHandoverEvent",
    "OpportunityHandoverUndoRequested",
    "OpportunityHandoverUndone",
    "OpportunityItemsSet",
    "OpportunityKept",
    "OpportunityLost",
    "OpportunityMigrated",
    "OpportunityOpened",
    "OpportunityReassigned",
    "OpportunityReopened",
    "OpportunityShared",
    "OpportunityStageChanged",
    "OpportunityStuck",
    "OpportunityWon",
    "PipelineEvent",
    "PipelinePublished",
    "PipelineRetired",
    "PipelineStage",
    "Share",
    "StageAdvanced",
    "StageMapped",
    "StageRefused",
    "StageReverted",
]
