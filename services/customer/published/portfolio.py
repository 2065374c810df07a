"""What a person holds."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class HoldingTaken:
    person: str
    customer_id: str
    claimed_on: date | None  # the company's day whose claims it counts; None: registered, assigned
    at: datetime


@dataclass(frozen=True)
class HoldingDropped:
    person: str
    customer_id: str
    at: datetime


PortfolioEvent = HoldingTaken | HoldingDropped
