"""What else is told of a deal, and what happens to it between being opened and being closed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from services.pipeline.published.money import Money

PERSONAL = "personal"


@dataclass(frozen=True)
class OpportunityEdited:
    """All of these as they are from now on; `changed` names those that differ from before."""

    opportunity_id: str
    customer_id: str | None
    changed: tuple[str, ...]
    name: Annotated[str, PERSONAL]
    product: str | None
    amount: Money | None
    expected_close: date | None
    description: Annotated[str | None, PERSONAL]
    priority: str | None  # low, normal, high
    forecast: str | None  # commit, best-case, pipeline, omitted: what its owner commits to
    competitors: tuple[str, ...]
    contacts: tuple[str, ...]  # ids of the customer's contacts who are involved
    by: str
    at: datetime


@dataclass(frozen=True)
class LineItem:
    product: str
    quantity: str  # exact decimal
    price: str  # of one, exact decimal, before the discount
    discount: str  # percent, exact decimal, as "7.5"
    amount: str  # quantity × price less the discount, rounded half up to cents


@dataclass(frozen=True)
class OpportunityItemsSet:
    """All line items as they are from now on; the deal is worth their sum."""

    opportunity_id: str
    customer_id: str | None
    items: tuple[LineItem, ...]
    amount: Money | None  # the sum; None: there are none, and the amount stays as it was
    by: str
    at: datetime


@dataclass(frozen=True)
class Share:
    person: str
    percent: str  # exact decimal


@dataclass(frozen=True)
class OpportunityShared:
    """Several people work on it: who gets which part of its success. Nobody: its owner all."""

    opportunity_id: str
    customer_id: str | None
    shares: tuple[Share, ...]  # add up to 100
    by: str
    at: datetime
    handover_id: str | None = None  # the one that passed a leaver's part on


@dataclass(frozen=True)
class KeyDealMarked:
    opportunity_id: str
    customer_id: str | None
    key: bool  # False: it is none any more
    by: str
    at: datetime


@dataclass(frozen=True)
class OpportunityReopened:
    """It was won or lost, and runs again."""

    opportunity_id: str
    customer_id: str | None
    owner: str | None
    was: str  # won, lost
    to: str  # the stage that it stands on
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime
    pipeline_id: str = "default"
    pipeline_version: int = 1
    probability: int | None = None  # of the stage, percent
    expected_days: int | None = None  # of the stage
    closed_at: datetime | None = None  # when it had been closed
    shares: tuple[Share, ...] = ()  # who else works on it still


@dataclass(frozen=True)
class OpportunityMigrated:
    """It runs on another version of its pipeline from now on."""

    opportunity_id: str
    customer_id: str | None
    pipeline_id: str
    was_version: int
    pipeline_version: int
    was: str
    to: str  # the stage of the new version that it stands on
    by: str
    at: datetime
    probability: int | None = None  # of the stage, percent
    expected_days: int | None = None  # of the stage


@dataclass(frozen=True)
class OpportunityStuck:
    """It has stood on its stage for longer than is expected of one."""

    opportunity_id: str
    customer_id: str | None
    owner: str | None
    stage: str
    since: datetime
    expected_days: int
    at: datetime


DealEvent = (
    OpportunityEdited
    | OpportunityItemsSet
    | OpportunityShared
    | KeyDealMarked
    | OpportunityReopened
    | OpportunityMigrated
    | OpportunityStuck
)
