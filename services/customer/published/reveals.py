"""Who has looked at masked telephone numbers, and how many times in a day."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PhonesRevealed:
    """On the customer's own stream: somebody who does not hold it has read its numbers in full."""

    customer_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class RevealCounted:
    """On the person's stream, in the same commit."""

    person: str
    customer_id: str
    day: date  # the company's
    at: datetime
