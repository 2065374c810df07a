"""A deal that came of a conversation, read from what somebody typed."""

from collections.abc import Mapping
from typing import Any

from kernel.form import Form
from services.activity.events import NewOpportunity
from services.money import parsed

LONGEST_NAME = 200
FIELD = "new_opportunity"
FIELDS = frozenset({"name", "product", "amount", "expected_close"})
NOTHING = ("0", "")


def read(form: Form, given: Any, opportunity_id: str) -> NewOpportunity | None:
    """Without a name it is called by its product."""
    if given is None:
        return None
    if not isinstance(given, Mapping) or given.keys() - FIELDS:
        form.wrong(FIELD, "must have a name, and perhaps a product, an amount, an expected_close")
        return None
    product = form.maybe_text(f"{FIELD}.product", given.get("product"), LONGEST_NAME)
    name = product if given.get("name") is None else given["name"]
    raw, amount, currency = given.get("amount"), None, None
    if raw is not None:
        amount, currency = form.read(f"{FIELD}.amount", raw, parsed, NOTHING)
    return NewOpportunity(
        opportunity_id,
        form.text(f"{FIELD}.name", name, LONGEST_NAME),
        product,
        amount,
        currency,
        form.maybe_day(f"{FIELD}.expected_close", given.get("expected_close")),
    )
