"""Money of a deal, read from what somebody typed."""

from typing import Any

from kernel.form import Form
from services.money import parsed
from services.pipeline.events import Money


def read(form: Form, field: str, amount: Any) -> Money | None:
    return None if amount is None else form.read(field, amount, parse, None)


def parse(raw: Any) -> Money:
    """`{"amount": "1234.50", "currency": "CNY"}`; ValueError for anything else."""
    return Money(*parsed(raw))
