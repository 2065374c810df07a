"""What can happen on a customer's ladder and to an opportunity: published facts.

A published name or field is never changed or removed: a new field has a default, a new meaning
raises the version and brings an upcast and a downcast. `at` is when it happened.
"""

from collections.abc import Callable
from typing import Any

from services.pipeline.published.deals import (
    DealEvent as DealEvent,
    KeyDealMarked as KeyDealMarked,
    LineItem as LineItem,
    OpportunityEdited as OpportunityEdited,
    OpportunityItemsSet as OpportunityItemsSet,
    OpportunityMigrated as OpportunityMigrated,
    OpportunityReopened as OpportunityReopened,
    OpportunityShared as OpportunityShared,
    OpportunityStuck as OpportunityStuck,
    Share as Share,
)
from services.pipeline.published.handovers import (
    OpportunitiesGivenBack as OpportunitiesGivenBack,
    OpportunitiesHandedOver as OpportunitiesHandedOver,
    OpportunityHanded as OpportunityHanded,
    OpportunityHandoverBegun as OpportunityHandoverBegun,
    OpportunityHandoverEnded as OpportunityHandoverEnded,
    OpportunityHandoverEvent as OpportunityHandoverEvent,
    OpportunityHandoverUndone as OpportunityHandoverUndone,
    OpportunityHandoverUndoRequested as OpportunityHandoverUndoRequested,
    OpportunityKept as OpportunityKept,
    OpportunityReassigned as OpportunityReassigned,
)
from services.pipeline.published.money import Money as Money
from services.pipeline.published.pipelines import (
    DEFAULT as DEFAULT,
    FIRST_VERSION as FIRST_VERSION,
    EntryCondition as EntryCondition,
    MigrationEvent as MigrationEvent,
    OpportunitiesMigrated as OpportunitiesMigrated,
    PipelineEvent as PipelineEvent,
    PipelinePublished as PipelinePublished,
    PipelineRetired as PipelineRetired,
    PipelineStage as PipelineStage,
    StageMapped as StageMapped,
)
from services.pipeline.published.ladder import (
    LadderEvent as LadderEvent,
    StageAdvanced as StageAdvanced,
    StageRefused as StageRefused,
    StageReverted as StageReverted,
)
from services.pipeline.published.opportunities import (
    OpportunityEvent as OpportunityEvent,
    OpportunityLost as OpportunityLost,
    OpportunityOpened as OpportunityOpened,
    OpportunityStageChanged as OpportunityStageChanged,
    OpportunityWon as OpportunityWon,
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
