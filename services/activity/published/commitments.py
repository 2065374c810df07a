"""What can happen to a promise made to a customer, once it is somebody's commitment.

All commitments to a customer stand in one stream, `commitments/<customer>`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from services.activity.published.follow_ups import PERSONAL


@dataclass(frozen=True)
class CommitmentMade:
    commitment_id: str
    customer_id: str
    follow_up_id: str  # in which it was promised, in the same commit
    text: Annotated[str, PERSONAL]
    due_on: date  # the last day on which it is kept in time
    owner: str  # who is to keep it
    by: str
    at: datetime  # when it was promised


@dataclass(frozen=True)
class CommitmentKept:
    commitment_id: str
    customer_id: str
    owner: str | None  # whose it was; None: nobody's, since the customer lay in a pool
    due_on: date
    kept_on: date  # the company's day; later than `due_on`: late
    note: Annotated[str | None, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class CommitmentBroken:
    """It will not be kept."""

    commitment_id: str
    customer_id: str
    owner: str | None
    due_on: date
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class CommitmentPostponed:
    """Agreed with the customer: another day counts from now on."""

    commitment_id: str
    customer_id: str
    owner: str | None
    due_on: date
    due_before: date
    reason: Annotated[str | None, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class CommitmentReassigned:
    """Somebody else is to keep it, by a person's will or since the customer changed hands."""

    commitment_id: str
    customer_id: str
    owner: str | None  # None: nobody, until somebody has claimed the customer
    owner_before: str | None
    because: str | None  # CustomerAssigned, CustomerReleased, …; None: somebody wished it
    due_on: date
    by: str
    at: datetime


CommitmentEvent = (
    CommitmentMade | CommitmentKept | CommitmentBroken | CommitmentPostponed | CommitmentReassigned
)
