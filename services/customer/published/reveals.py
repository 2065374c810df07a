"""Who has looked at what is masked, and how many times in a day."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PhonesRevealed:
    """On the customer's own stream: who does not hold it has read how to reach it, in full."""

    customer_id: str
    by: str
    at: datetime
    fields: tuple[str, ...] = ("phones",)  # phones, emails, messaging


@dataclass(frozen=True)
class RevealCounted:
    """On the person's stream, in the same commit."""

    person: str
    customer_id: str
    day: date  # the company's
    at: datetime
