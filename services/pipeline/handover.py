"""A handover's part in the pipeline: how far the leaver's open deals are, and who has got which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from kernel import Aggregate
from services.pipeline.events import (
    OpportunitiesGivenBack,
    OpportunitiesHandedOver,
    OpportunityHanded,
    OpportunityHandoverBegun,
    OpportunityHandoverEnded,
    OpportunityHandoverEvent,
    OpportunityHandoverUndone,
    OpportunityHandoverUndoRequested,
    OpportunityKept,
)

Given = Mapping[str, int]  # by who has got so many, of those that have no customer
Turn = OpportunityHandoverEnded | OpportunityHandoverUndoRequested | OpportunityHandoverUndone


@dataclass(frozen=True)
class Handover:
    id: str = ""
    leaver: str = ""
    to: tuple[str, ...] = ()
    customers_upto: int = 0  # position in the customer log that rows must have heard of
    state: str = ""  # running, ended, undoing, undone
    by: str = ""
    upto: str = ""  # the last deal that has been dealt with
    handed: tuple[OpportunityHanded, ...] = ()
    given: Given = field(default_factory=dict)
    undone: int = 0  # of `handed`, from the first


def begin(
    made: Handover,
    handover_id: str,
    leaver: str,
    to: tuple[str, ...],
    customers_upto: int,
    by: str,
    at: datetime,
) -> list[OpportunityHandoverEvent]:
    if made.state:
        return []
    return [OpportunityHandoverBegun(handover_id, leaver, to, customers_upto, by, at)]


def hand_over(
    made: Handover,
    after: str,
    upto: str,
    handed: Sequence[OpportunityHanded],
    kept: Sequence[OpportunityKept],
    at: datetime,
) -> list[OpportunityHandoverEvent]:
    """Unless somebody else has done so already, or it is undone by now."""
    if made.state != "running" or made.upto != after:
        return []
    return [OpportunitiesHandedOver(made.id, upto, tuple(handed), tuple(kept), made.by, at)]


def end(made: Handover, at: datetime) -> list[OpportunityHandoverEvent]:
    return [OpportunityHandoverEnded(made.id, made.by, at)] if made.state == "running" else []


def undo(made: Handover, by: str, at: datetime) -> list[OpportunityHandoverEvent]:
    """One that is running stops where it is."""
    if made.state not in ("running", "ended"):
        return []
    return [OpportunityHandoverUndoRequested(made.id, by, at)]


def give_back(
    made: Handover, first: int, ids: Sequence[str], kept: Sequence[OpportunityKept], at: datetime
) -> list[OpportunityHandoverEvent]:
    if made.state != "undoing" or made.undone != first:
        return []
    return [OpportunitiesGivenBack(made.id, first, tuple(ids), tuple(kept), made.by, at)]


def end_undo(made: Handover, at: datetime) -> list[OpportunityHandoverEvent]:
    return [OpportunityHandoverUndone(made.id, made.by, at)] if made.state == "undoing" else []


def evolve(made: Handover, event: OpportunityHandoverEvent) -> Handover:
    match event:
        case OpportunityHandoverBegun():
            plan = (event.handover_id, event.leaver, event.to, event.customers_upto)
            return Handover(*plan, state="running", by=event.by)
        case OpportunitiesHandedOver():
            handed = (*made.handed, *event.handed)
            return replace(made, upto=event.upto, handed=handed, given=counted(handed))
        case OpportunitiesGivenBack():
            dealt_with = len(event.given_back) + len(event.kept)
            return replace(made, undone=event.first + dealt_with)
        case _:
            return turned(made, event)


def turned(made: Handover, event: Turn) -> Handover:
    match event:
        case OpportunityHandoverEnded():
            return replace(made, state="ended")
        case OpportunityHandoverUndoRequested():
            return replace(made, state="undoing", by=event.by)
        case OpportunityHandoverUndone():
            return replace(made, state="undone")
        case _:
            assert_never(event)


def counted(handed: Sequence[OpportunityHanded]) -> Given:
    given: dict[str, int] = {}
    for one in handed:
        if one.to and not one.share:
            given[one.to] = given.get(one.to, 0) + 1
    return given


HANDOVER = Aggregate("handover", Handover(), evolve, OpportunityHandoverEvent, implicit=True)
