"""Money as somebody types it: an exact decimal amount in a currency of ISO 4217."""

import re
from typing import Any

from kernel.currencies import CURRENCIES

AMOUNT = re.compile(r"0*(\d{1,15}(?:\.\d{1,4})?)", re.ASCII)


def parsed(raw: Any) -> tuple[str, str]:
    """Of `{"amount": "1234.50", "currency": "CNY"}` both; ValueError for anything else."""
    if not isinstance(raw, dict) or raw.keys() != {"amount", "currency"}:
        raise ValueError('must be {"amount": "1234.50", "currency": "CNY"}')
    amount, currency = raw["amount"], raw["currency"]
    found = AMOUNT.fullmatch(amount) if isinstance(amount, str) else None
    if not found:
        raise ValueError("the amount must be a decimal text from 0, with at most 4 decimals")
    if not isinstance(currency, str) or currency not in CURRENCIES:
        raise ValueError("the currency must be a code of ISO 4217, as CNY")
    return found[1], currency
