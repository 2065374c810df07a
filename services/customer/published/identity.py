"""What a customer is recognised by: taken, and free again."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class IdentityReserved:
    """A phone, an address or a code (which one, the stream's keyed name says) is taken."""

    holder: str  # customer id
    at: datetime


@dataclass(frozen=True)
class IdentityFreed:
    holder: str
    at: datetime


IdentityEvent = IdentityReserved | IdentityFreed
