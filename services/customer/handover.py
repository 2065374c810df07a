"""A handover: how far it is, what came of it, and what may be done with it next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate, Rejected
from kernel.context import Context
from services.customer.events import (
    CustomerKept,
    CustomersGivenBack,
    CustomersHandedOver,
    HandedOver,
    HandoverBegun,
    HandoverEnded,
    HandoverEvent,
    HandoverListed,
    HandoverUndone,
    HandoverUndoRequested,
)
from services.customer.handover_plan import Plan, require_plan
from services.rights import require_lead

LISTED = 1_000  # customers that one event names
Share = tuple[str, str]  # a part (owner, …) and who has got it; "" for a pool

Given = Mapping[Share, int]


@dataclass(frozen=True)
class Handover:
    id: str = ""
    plan: Plan = field(default_factory=Plan)
    state: str = ""  # listing, running, ended, undoing, undone
    by: str = ""  # on whose behalf
    listed: tuple[str, ...] = ()
    taken: int = 0  # customers of the list; the next batch begins here
    given: Given = field(default_factory=dict)
    undone_upto: int = 0  # position of the last batch that has been undone
    ended_at: datetime | None = None


def begin(
    made: Handover, asker: Context, handover_id: str, plan: Plan, at: datetime
) -> list[HandoverEvent]:
    require_plan(asker, plan)
    return [
        HandoverBegun(
            handover_id, plan.leaver, plan.to, plan.strategy, plan.pool, plan.reason,
            asker.actor, at,
        )
    ]  # fmt: skip


def close_list(made: Handover, customers: Sequence[str], at: datetime) -> list[HandoverEvent]:
    """Unless somebody else has done so already."""
    if made.state != "listing":
        return []
    places = range(0, len(customers) or 1, LISTED)
    return [
        HandoverListed(
            made.id, tuple(customers[at_ : at_ + LISTED]), at_ == places[-1], made.by, at
        )
        for at_ in places
    ]


def hand_over(
    made: Handover,
    first: int,
    customers: int,
    handed: Sequence[HandedOver],
    kept: Sequence[CustomerKept],
    at: datetime,
) -> list[HandoverEvent]:
    """Somebody else may have handed these over already, or the handover may be undone by now."""
    if made.state != "running" or made.taken != first:
        return []
    done = (first, customers, tuple(handed), tuple(kept))
    return [CustomersHandedOver(made.id, *done, made.by, at, made.plan.leaver)]


def end(made: Handover, at: datetime) -> list[HandoverEvent]:
    if made.state != "running":
        return []
    return [HandoverEnded(made.id, made.by, at, made.plan.leaver, made.plan.to)]


def undo(made: Handover, asker: Context, active: bool, at: datetime) -> list[HandoverEvent]:
    """One that is running stops where it is. Who has been deactivated gets nothing back."""
    require_lead(asker, "undo handovers")
    if made.state in ("undoing", "undone"):
        return []
    if not active:
        raise Rejected(
            "person-deactivated",
            f"{made.plan.leaver} has been deactivated and can receive nothing: "
            "reactivate them first",
            person=made.plan.leaver,
        )
    return [HandoverUndoRequested(made.id, asker.actor, at)]


def give_back(
    made: Handover,
    upto: int,
    returned: Sequence[HandedOver],
    kept: Sequence[CustomerKept],
    at: datetime,
) -> list[HandoverEvent]:
    """The batch at that position, unless somebody else has given it back already."""
    if made.state != "undoing" or made.undone_upto >= upto:
        return []
    ids = tuple(dict.fromkeys(one.customer_id for one in returned))
    told = (ids, tuple(kept), made.by, at, made.plan.leaver, tuple(returned))
    return [CustomersGivenBack(made.id, upto, *told)]


def end_undo(made: Handover, at: datetime) -> list[HandoverEvent]:
    if made.state != "undoing":
        return []
    return [HandoverUndone(made.id, made.by, at, made.plan.leaver, made.ended_at)]


def evolve(made: Handover, event: HandoverEvent) -> Handover:
    match event:
        case HandoverBegun():
            plan = Plan(event.leaver, event.to, event.strategy, event.pool, event.reason)
            return Handover(event.handover_id, plan, "listing", event.by)
        case HandoverListed():
            state = "running" if event.closed and made.state == "listing" else made.state
            return replace(made, listed=(*made.listed, *event.customers), state=state)
        case CustomersHandedOver() | CustomersGivenBack():
            return moved_on(made, event)
        case _:
            return turned(made, event)


def turned(
    made: Handover, event: HandoverUndoRequested | HandoverEnded | HandoverUndone
) -> Handover:
    match event:
        case HandoverUndoRequested():
            return replace(made, state="undoing", by=event.by)
        case HandoverEnded():
            return replace(made, state="ended", ended_at=event.at)
        case HandoverUndone():
            return replace(made, state="undone")
        case _:
            assert_never(event)


def moved_on(made: Handover, event: CustomersHandedOver | CustomersGivenBack) -> Handover:
    if isinstance(event, CustomersGivenBack):
        return replace(made, undone_upto=event.upto)
    given = counted(made.given, [(one.part, one.to or "") for one in event.handed])
    return replace(made, taken=event.first + event.customers, given=given)


def counted(before: Given, shares: Sequence[Share]) -> Given:
    after = dict(before)
    for share in shares:
        after[share] = after.get(share, 0) + 1
    return after


HANDOVER = Aggregate("handover", Handover(), evolve, HandoverEvent)
