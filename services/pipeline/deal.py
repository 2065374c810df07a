"""What is known of a deal when it is opened, read from what somebody typed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kernel.form import Form, identifier
from services.pipeline import money
from services.pipeline.events import DEFAULT, FIRST_VERSION, Money

STAGES = tuple(stage.id for stage in FIRST_VERSION)  # of the default pipeline, as it began
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
    pipeline_id: str = DEFAULT


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
    pipeline_id: str = DEFAULT,
    stages: tuple[str, ...] = STAGES,
) -> Deal:
    """Wrong fields are noted in the form. A deal without a name is called by its product."""
    stage = form.choice("stage", stages[0] if stage is None else stage, stages)
    if engaged_at is not None and stage == stages[0]:
        form.wrong("engaged_at", f"a deal that is {stage} has not been engaged")
    return Deal(
        customer_id=None if customer_id is None else identifier("customer", customer_id),
        name=form.text("name", product if name is None else name, LONGEST_NAME),
        product=form.maybe_text("product", product, LONGEST_NAME),
        owner=form.maybe_person("owner", owner) or asker,
        stage=stage,
        amount=money.read(form, "amount", amount),
        expected_close=form.maybe_day("expected_close", expected_close),
        engaged_at=form.maybe_past("engaged_at", engaged_at, now),
        pipeline_id=pipeline_id,
    )
