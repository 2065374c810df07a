"""What a deal must have before it enters a stage, and what of it is missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kernel import Rejected
from services.pipeline.events import EntryCondition
from services.pipeline.pipelines import Pipeline, Version
from services.pipeline.remembered import Opportunity

HEARD_OF = ("visited", "followed-up")  # of which this service is told by another one
FIELDS = ("description", "expected_close", "competitors", "product", "priority", "forecast")
Missing = dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """When the customer of a deal was last visited, and last followed up."""

    visited_at: datetime | None = None
    contacted_at: datetime | None = None


NOTHING = Heard()
Met = Callable[[Opportunity, Heard, EntryCondition, datetime], bool]


def within(last: datetime | None, days: int | None, at: datetime) -> bool:
    return last is not None and at - last <= timedelta(days=days or 0)


MET: Mapping[str, Met] = {
    "customer": lambda deal, heard, asked, at: deal.customer_id is not None,
    "contact": lambda deal, heard, asked, at: bool(deal.told.contacts),
    "amount": lambda deal, heard, asked, at: (
        deal.amount is not None and Decimal(deal.amount.amount) > 0
    ),
    "items": lambda deal, heard, asked, at: any(Decimal(one.quantity) > 0 for one in deal.items),
    "visited": lambda deal, heard, asked, at: within(heard.visited_at, asked.days, at),
    "followed-up": lambda deal, heard, asked, at: within(heard.contacted_at, asked.days, at),
    "field": lambda deal, heard, asked, at: bool(getattr(deal.told, asked.field or "", None)),
}
SAYS: Mapping[str, str] = {
    "customer": "it needs a customer",
    "contact": "name at least one contact who is involved",
    "amount": "it needs an amount above 0",
    "items": "it needs line items, of more than none",
    "visited": "log a visit to its customer: there was none within the last {days} days",
    "followed-up": "follow its customer up: nobody has within the last {days} days",
    "field": "fill in {field}",
}


def entered(version: Version, was: str, to: str) -> list[tuple[str, EntryCondition]]:
    """What is asked for on the way up from a stage to another one, or to `won`: who skips a stage
    skips none of its conditions. On the way back nothing is.
    """
    first = version.ids.index(was) + 1 if was in version.ids else 0
    if to != "won":
        upto = version.stages[first : version.ids.index(to) + 1]
        return [(stage.id, one) for stage in upto for one in stage.conditions]
    rest = [(stage.id, one) for stage in version.stages[first:] for one in stage.conditions]
    return [*rest, *(("won", one) for one in version.to_win)]


def missing(
    asked: Iterable[tuple[str, EntryCondition]], deal: Opportunity, heard: Heard, at: datetime
) -> list[Missing]:
    found: dict[EntryCondition, Missing] = {}
    for stage, one in asked:
        if one not in found and not MET[one.kind](deal, heard, one, at):
            says = SAYS[one.kind].format(days=one.days, field=one.field)
            about = {"days": one.days, "field": one.field}
            known = {name: value for name, value in about.items() if value is not None}
            found[one] = {"stage": stage, "condition": one.kind, **known, "message": says}
    return list(found.values())


def require_met(
    asked: Sequence[tuple[str, EntryCondition]],
    deal: Opportunity,
    heard: Heard,
    to: str,
    at: datetime,
) -> None:
    if lacks := missing(asked, deal, heard, at):
        says = "; ".join(one["message"] for one in lacks)
        raise Rejected("conditions-not-met", f"before {to}: {says}", stage=to, missing=lacks)


def asks_for_news(pipeline: Pipeline) -> bool:
    """Whether any stage of it is entered after a visit or a follow-up alone."""
    every = (
        (*version.to_win, *(one for stage in version.stages for one in stage.conditions))
        for version in pipeline.versions.values()
    )
    return any(one.kind in HEARD_OF for asked in every for one in asked)


def waits_for_news(
    asked: Iterable[tuple[str, EntryCondition]], deal: Opportunity, heard: Heard, at: datetime
) -> bool:
    """Whether it lacks something that may have been logged a moment ago."""
    return any(one["condition"] in HEARD_OF for one in missing(asked, deal, heard, at))
