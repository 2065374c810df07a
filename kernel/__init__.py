"""Event sourcing and service chassis without a business word: the pure vocabulary is here."""

from kernel.aggregate import Aggregate
from kernel.event import Recorded
from kernel.refusal import Forbidden, Invalid, NotFound, Refusal, Rejected, Stale

__all__ = [
    "Aggregate", "Forbidden", "Invalid", "NotFound", "Recorded", "Refusal", "Rejected", "Stale",
]  # fmt: skip
