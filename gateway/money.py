"""Sums of money: exact decimals as text, with their currency."""

import re
from typing import Any

from marshmallow import fields

from gateway.fields import Choice, Value, says
from gateway.shape import Shape
from kernel.currencies import CURRENCIES

AMOUNT = r"\d{1,12}(\.\d{1,4})?"


class Amount(Value):
    """A decimal number as text."""

    default_error_messages = says(
        invalid='Please send the amount as text such as "1250.00": at most 12 digits and '
        "4 decimals, not negative, so that no cent is lost.",
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"type": "string", "pattern": f"^{AMOUNT}$"}, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(AMOUNT, value, re.ASCII):
            raise self.make_error("invalid")
        return value


class Currency(Choice):
    """A code of ISO 4217."""

    default_error_messages = says(unknown='Please send a currency by its code, such as "CNY".')

    def __init__(self, **options: Any) -> None:
        super().__init__(*sorted(CURRENCIES), **options)


class Money(Shape):
    amount = Amount(required=True)
    currency = Currency(required=True)


class MoneyGiven(fields.Nested):
    """A sum of money; null is the same as none."""

    def __init__(self) -> None:
        super().__init__(Money, allow_none=True)
