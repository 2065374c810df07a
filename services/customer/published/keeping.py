"""How long a customer stays with whom: locked, counted as won, warned before it falls back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.customer.published.profile import PERSONAL


@dataclass(frozen=True)
class CustomerLocked:
    """It is neither claimed nor does it return by itself."""

    customer_id: str
    until: datetime | None  # None: until unlocked
    reason: Annotated[str, PERSONAL]
    by: str
    at: datetime


@dataclass(frozen=True)
class CustomerUnlocked:
    customer_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class StandingNoted:
    """The ladder says that it is won, or that it is so no more: by rule it counts no more."""

    customer_id: str
    owner: str
    won: bool
    rules_pool: str | None  # as it is held
    rule: str | None
    at: datetime


@dataclass(frozen=True)
class RecycleWarned:
    """It will fall back into a pool unless something is done."""

    customer_id: str
    owner: str
    to: str  # who is warned: owner, manager
    rule: str  # silence, no-opportunity, no-won-deal, contract-ended
    days: int  # before the return
    rules_pool: str
    rules_version: int
    due_at: datetime
    at: datetime


KeepingEvent = CustomerLocked | CustomerUnlocked | StandingNoted | RecycleWarned
