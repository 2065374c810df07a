"""Deals in other hands: assigned by a manager, or handed over with a leaver's customers; and back.

A batch stands in one commit with what happens to its deals.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OpportunityReassigned:
    opportunity_id: str
    customer_id: str | None
    owner_before: str | None
    to: str | None  # None: it waits for whoever gets its customer, which nobody has
    by: str
    at: datetime
    handover_id: str | None = None  # the one that it was a part of


@dataclass(frozen=True)
class OpportunityHanded:
    opportunity_id: str
    to: str | None  # None: it waits for whoever gets its customer
    share: bool = False  # only the leaver's part in a colleague's deal, which its owner gets


@dataclass(frozen=True)
class OpportunityKept:
    opportunity_id: str
    reason: str  # changed-hands, closed, customer-kept, no-receiver, person-deactivated
    owner: str | None  # whose it is


@dataclass(frozen=True)
class OpportunityHandoverBegun:
    """All customers of the handover have been dealt with: now it is the deals' turn."""

    handover_id: str
    leaver: str
    to: tuple[str, ...]  # nobody: into the pool
    customers_upto: int  # position in the customer log
    by: str
    at: datetime


@dataclass(frozen=True)
class OpportunitiesHandedOver:
    handover_id: str
    upto: str  # the last deal of the batch
    handed: tuple[OpportunityHanded, ...]
    kept: tuple[OpportunityKept, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class OpportunityHandoverEnded:
    handover_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class OpportunityHandoverUndoRequested:
    handover_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class OpportunitiesGivenBack:
    handover_id: str
    first: int  # place among those that were handed over, counted from 0
    given_back: tuple[str, ...]
    kept: tuple[OpportunityKept, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class OpportunityHandoverUndone:
    handover_id: str
    by: str
    at: datetime


OpportunityHandoverEvent = (
    OpportunityHandoverBegun
    | OpportunitiesHandedOver
    | OpportunityHandoverEnded
    | OpportunityHandoverUndoRequested
    | OpportunitiesGivenBack
    | OpportunityHandoverUndone
)
