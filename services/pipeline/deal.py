"""What is known of a deal when it is opened, read from what somebody typed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kernel.form import Form, identifier
from services.pipeline import money
from services.pipeline.events import Money

STAGES = ("prospecting", "engaging")
LONGEST_NAME = 200


@dataclass(frozen=True)
class Deal:
    customer_id: str | None
    name: str
    product: str | None
    owner: str
    stage: str
    amount: Money | None
    expected_close: date | None
    engaged_at: datetime | None


def read(
    form: Form,
    now: datetime,
    asker: str,
    customer_id: Any,
    name: Any,
    product: Any,
    owner: Any,
    stage: Any,
    amount: Any,
    expected_close: Any,
    engaged_at: Any,
) -> Deal:
    """Wrong fields are noted in the form. A deal without a name is called by its product."""
    stage = form.choice("stage", STAGES[0] if stage is None else stage, STAGES)
    if engaged_at is not None and stage == "prospecting":
        form.wrong("engaged_at", "a deal that is prospecting has not been engaged")
    return Deal(
        customer_id=None if customer_id is None else identifier("customer", customer_id),
        name=form.text("name", product if name is None else name, LONGEST_NAME),
        product=form.maybe_text("product", product, LONGEST_NAME),
        owner=form.maybe_person("owner", owner) or asker,
        stage=stage,
        amount=money.read(form, "amount", amount),
        expected_close=form.maybe_day("expected_close", expected_close),
        engaged_at=form.maybe_past("engaged_at", engaged_at, now),
    )
