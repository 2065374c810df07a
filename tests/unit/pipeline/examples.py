"""A deal's life and a customer's climb in examples."""

from datetime import UTC, date, datetime

from services.customer.events import CustomerAssigned, CustomerClaimed, CustomerReleased
from services.pipeline.deal import Deal
from services.pipeline.events import (
    Money,
    OpportunityLost,
    OpportunityOpened,
    OpportunityStageChanged,
    OpportunityWon,
    StageAdvanced,
    StageReverted,
)
from services.pipeline.owners import Standing
from tests.unit.customer.examples import registered

MORNING = datetime(2026, 1, 5, 1, tzinfo=UTC)
NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)

ANNS = Standing(known=True, owner="ann", position=7)
BOBS = Standing(known=True, owner="bob", position=7)
FREE = Standing(known=True, owner=None, position=7, released=7)
UNHEARD = Standing()

YUAN = Money("1200.00", "CNY")
DEAL = Deal(
    "c1", "tea for the lobby", "Longjing", "ann", "prospecting", YUAN, date(2026, 3, 1), None
)
OPENED = OpportunityOpened(
    "o1", "c1", "tea for the lobby", "Longjing", "ann", "prospecting", YUAN, date(2026, 3, 1),
    None, "ann", MORNING, probability=10,
)  # fmt: skip
ENGAGED = OpportunityStageChanged(
    "o1", "c1", "prospecting", "engaging", "ann", NOON, probability=40
)
WON = OpportunityWon("o1", "c1", "ann", YUAN, "ann", NOON, "prospecting")
LOST = OpportunityLost("o1", "c1", "ann", "too dear", "ann", NOON, "prospecting")

IN_POOL = registered(pool="public")
OWNED_BY_ANN = registered(owner="ann")
CLAIMED_BY_ANN = CustomerClaimed("c1", "ann", NOON)
ASSIGNED_TO_BOB = CustomerAssigned("c1", "bob", "may", "ann", NOON)
RELEASED = CustomerReleased("c1", "ann", "moved away", "public", "ann", NOON)


def advanced(was: str, to: str, ownership: int = 7, reason: str | None = None) -> StageAdvanced:
    return StageAdvanced("c1", was, to, "ann", reason, NOON, ownership)


def reverted(was: str, to: str, ownership: int = 7, reason: str | None = None) -> StageReverted:
    return StageReverted("c1", was, to, "ann", reason, NOON, ownership)
