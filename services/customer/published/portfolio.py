"""What a person holds, and by which rule of which pool.

Without `rules_pool` and `rule` that is by the company's settings, as in pool `public`.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class HoldingTaken:
    person: str
    customer_id: str
    claimed_on: date | None  # the pool's day whose claims it counts; None: registered, assigned
    at: datetime
    rules_pool: str | None = None
    rule: str | None = None
    won: bool = False  # it was noted as won before


@dataclass(frozen=True)
class HoldingDropped:
    person: str
    customer_id: str
    at: datetime
    rules_pool: str | None = None
    rule: str | None = None
    won: bool = False  # it was noted as won


@dataclass(frozen=True)
class WinCounted:
    """One that is held is won now, or is so no more."""

    person: str
    customer_id: str
    won: bool
    rules_pool: str | None
    rule: str | None
    at: datetime


PortfolioEvent = HoldingTaken | HoldingDropped | WinCounted
