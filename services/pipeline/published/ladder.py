"""What happens to customers on the ladder."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.pipeline.published.deals import PERSONAL


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


LadderEvent = StageAdvanced | StageReverted
