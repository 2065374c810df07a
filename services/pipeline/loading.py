"""History that is loaded: a deal as it was known elsewhere, with the times when it happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

from kernel.form import Form
from kernel.refusal import NotFound
from services.pipeline import deal, money
from services.pipeline.deal import Deal
from services.pipeline.events import (
    Money,
    OpportunityEvent,
    OpportunityLost,
    OpportunityStageChanged,
    OpportunityWon,
)
from services.pipeline.moving import is_back
from services.pipeline.opening import begun
from services.pipeline.pipelines import Version
from services.pipeline.remembered import CLOSED

NAMES = UUID("5f0c9a52-4d0e-5d5c-8d0b-6b0f6f4b1d77")  # of the keys under which deals are loaded
LONGEST_KEY = 200
LONGEST_REASON = 1_000
MOST_STEPS = 50
FIELDS = frozenset({
    "key", "customer_id", "name", "product", "owner", "pipeline", "amount", "expected_close",
    "stage", "at", "engaged_at", "steps", "outcome", "closed_at", "paid", "reason", "competitor",
})  # fmt: skip
NO_REASON = "not recorded"
Given = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Step:
    to: str
    at: datetime


@dataclass(frozen=True)
class Past:
    """A deal, and what had happened to it."""

    id: str
    deal: Deal
    at: datetime
    steps: tuple[Step, ...] = ()
    outcome: str | None = None  # won, lost
    closed_at: datetime | None = None
    paid: Money | None = None
    reason: str = NO_REASON
    competitor: str | None = None


def id_of(key: str) -> str:
    """The same key is the same deal, however often it is loaded."""
    return str(uuid5(NAMES, key))


def key_of(form: Form, given: Any) -> str:
    key = given.get("key") if isinstance(given, dict) else None
    return form.text("key", key, LONGEST_KEY)


def read(given: Given, pipeline_id: str, version: Version, asker: str, now: datetime) -> Past:
    """Raises Invalid with all that is wrong in the row."""
    with Form() as form:
        key = key_of(form, given)
        for strange in sorted(given.keys() - FIELDS):
            form.wrong(str(strange)[:100], "there is no field of this name")
        at = form.maybe_past("at", given.get("at"), now) or now
        opened = terms(form, given, pipeline_id, version, asker, now)
        steps = steps_of(form, given.get("steps"), version, now)
        past = closing(form, given, Past(id_of(key), opened, at, steps), now)
    in_order(past)
    in_one_currency(past)
    return past


def terms(
    form: Form, given: Given, pipeline_id: str, version: Version, asker: str, now: datetime
) -> Deal:
    try:
        return deal.read(
            form, now, asker, customer_id=given.get("customer_id"), name=given.get("name"),
            product=given.get("product"), owner=given.get("owner"), stage=given.get("stage"),
            amount=given.get("amount"), expected_close=given.get("expected_close"),
            engaged_at=given.get("engaged_at"), pipeline_id=pipeline_id, stages=version.ids,
        )  # fmt: skip
    except NotFound:
        form.wrong("customer_id", "is no id of a customer")
        return Deal(None, "", None, asker, version.ids[0], None, None, None, pipeline_id)


def steps_of(form: Form, given: Any, version: Version, now: datetime) -> tuple[Step, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > MOST_STEPS:
        form.wrong("steps", f"must be a list of at most {MOST_STEPS}")
        return ()
    found = []
    for place, one in enumerate(given):
        told = one if isinstance(one, dict) else {}
        to = form.choice(f"steps.{place}.to", told.get("to"), version.ids)
        at = form.maybe_past(f"steps.{place}.at", told.get("at"), now)
        if at is None:
            form.wrong(f"steps.{place}.at", "must be given")
        found.append(Step(to, at or now))
    return tuple(found)


def closing(form: Form, given: Given, past: Past, now: datetime) -> Past:
    outcome = given.get("outcome")
    if outcome is None:
        for name in ("closed_at", "paid", "reason", "competitor"):
            if given.get(name) is not None:
                form.wrong(name, "is told of a deal with an outcome: won or lost")
        return past
    outcome = form.choice("outcome", outcome, CLOSED)
    if given.get("closed_at") is None:
        form.wrong("closed_at", "must be given with an outcome")
    if outcome == "lost" and given.get("paid") is not None:
        form.wrong("paid", "is told of a deal that was won")
    return Past(
        past.id, past.deal, past.at, past.steps, outcome,
        form.maybe_past("closed_at", given.get("closed_at"), now) or now,
        money.read(form, "paid", given.get("paid")),
        form.maybe_text("reason", given.get("reason"), LONGEST_REASON) or NO_REASON,
        form.maybe_text("competitor", given.get("competitor"), deal.LONGEST_NAME),
    )  # fmt: skip


def in_order(past: Past) -> None:
    """Raises Invalid for what would have happened before what came before it."""
    last, stands = max(past.at, past.deal.engaged_at or past.at), past.deal.stage
    with Form() as form:
        for place, step in enumerate(past.steps):
            if step.at < last:
                form.wrong(f"steps.{place}.at", f"must not lie before {last.isoformat()}")
            if step.to == stands:
                form.wrong(f"steps.{place}.to", f"it stands on {stands} already")
            last, stands = max(last, step.at), step.to
        if past.closed_at and past.closed_at < last:
            form.wrong("closed_at", f"must not lie before {last.isoformat()}")


def in_one_currency(past: Past) -> None:
    expected, paid = past.deal.amount, past.paid
    with Form() as form:
        if expected and paid and expected.currency != paid.currency:
            form.wrong("paid.currency", f"must be {expected.currency}, as of the amount")


def history(past: Past, version: Version, by: str) -> Sequence[OpportunityEvent]:
    """All that happened to it. What a stage asks for today was not asked for then."""
    opened = begun(past.id, past.deal, version, by, past.at, loaded=True)
    events: list[OpportunityEvent] = [opened]
    stage = past.deal.stage
    for step in past.steps:
        events.append(moved(past, version, stage, step, by))
        stage = step.to
    if past.closed_at:
        events.append(closed(past, past.closed_at, stage, by))
    return events


def moved(past: Past, version: Version, was: str, step: Step, by: str) -> OpportunityStageChanged:
    stage = version.stage(step.to)
    assert stage
    return OpportunityStageChanged(
        past.id, past.deal.customer_id, was, step.to, by, step.at, past.deal.pipeline_id,
        version.number, is_back(version, was, step.to), stage.probability, stage.expected_days,
    )  # fmt: skip


def closed(past: Past, at: datetime, stage: str, by: str) -> OpportunityEvent:
    about = (past.id, past.deal.customer_id, past.deal.owner)
    if past.outcome == "won":
        return OpportunityWon(*about, past.paid or past.deal.amount, by, at, stage)
    return OpportunityLost(*about, past.reason, by, at, stage, past.competitor)
