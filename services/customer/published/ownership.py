"""Who has a customer: claimed, released, assigned, withdrawn, recycled, archived and restored.

Without `rules_pool` and `rule` a customer is held by the company's settings, as in pool `public`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, assert_never

from services.customer.published.profile import PERSONAL, CustomerRegistered


@dataclass(frozen=True)
class CustomerClaimed:
    customer_id: str
    by: str  # the owner from now on
    at: datetime
    rules_pool: str | None = None  # the pool it lay in, whose rules it is held by
    rule: str | None = None  # the one that fitted; None: the company's settings


@dataclass(frozen=True)
class CustomerReleased:
    customer_id: str
    by: str
    reason: Annotated[str, PERSONAL]
    pool: str
    owner_before: str
    at: datetime
    follow_up_id: str | None = None  # that it followed from


@dataclass(frozen=True)
class ReleaseRefused:
    """What was to follow from a follow-up could not; whoever has the customer still has it."""

    customer_id: str
    follow_up_id: str
    pool: str
    owner: str | None  # who has it; None: it lies in a pool
    why: str  # changed-hands, in-pool, archived, no-such-pool
    by: str
    at: datetime


@dataclass(frozen=True)
class CustomerAssigned:
    customer_id: str
    to: str
    by: str
    owner_before: str | None  # None: it lay in a pool
    at: datetime
    rules_pool: str | None = None  # whose rules it is held by
    rule: str | None = None


@dataclass(frozen=True)
class CustomerWithdrawn:
    """A manager took it back into a pool."""

    customer_id: str
    by: str
    reason: Annotated[str, PERSONAL]
    pool: str
    owner_before: str
    at: datetime


@dataclass(frozen=True)
class CustomerRecycled:
    """It fell back into a pool by itself, under a rule of the pool."""

    customer_id: str
    pool: str
    owner_before: str
    rule: str  # silence, no-opportunity, no-won-deal, contract-ended
    days: int  # after which the rule returns a customer
    rules_pool: str  # whose rules they were
    rules_version: int
    due_at: datetime
    at: datetime


@dataclass(frozen=True)
class CustomerArchived:
    """Out of all lists; its phones and addresses may be registered by others."""

    customer_id: str
    by: str
    reason: Annotated[str, PERSONAL]
    owner_before: str | None
    pool_before: str | None
    at: datetime


@dataclass(frozen=True)
class CustomerRestored:
    """Exactly one of `owner` and `pool` is set."""

    customer_id: str
    by: str
    owner: str | None
    pool: str | None
    at: datetime


LetGo = CustomerReleased | CustomerWithdrawn | CustomerRecycled | CustomerArchived
Handed = CustomerClaimed | CustomerAssigned | CustomerRestored | LetGo  # from one to the next
OwnershipEvent = CustomerRegistered | Handed


def owner_after(event: OwnershipEvent) -> str | None:
    """Whose customer it is once this has happened."""
    match event:
        case CustomerRegistered() | CustomerRestored():
            return event.owner
        case CustomerClaimed():
            return event.by
        case CustomerAssigned():
            return event.to
        case CustomerReleased() | CustomerWithdrawn() | CustomerRecycled() | CustomerArchived():
            return None
        case _:
            assert_never(event)


def pool_after(event: OwnershipEvent) -> str | None:
    """In which pool it lies once this has happened; an archived one lies in none."""
    match event:
        case CustomerClaimed() | CustomerAssigned() | CustomerArchived():
            return None
        case _:
            return event.pool
