"""Sums of money."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    amount: str  # exact decimal, as "1234.50"
    currency: str  # ISO 4217
