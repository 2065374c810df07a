"""A customer's life in examples, shared by the tests of the read models."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.activity.events import ContactReset, FollowUpLogged
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerRegistered,
    CustomerReleased,
    Phone,
)
from services.pipeline.events import (
    Money,
    OpportunityLost,
    OpportunityOpened,
    OpportunityStageChanged,
    OpportunityWon,
    StageAdvanced,
    StageReverted,
)

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)  # of a Monday in Shanghai
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MOBILE = Phone("138 0013 8000", "+8613800138000", None, True)


def registered(id: str = "c1", **about: Any) -> CustomerRegistered:
    known: dict[str, Any] = {
        "name": "Wang Li", "company": "Hangzhou Tea", "phones": (MOBILE,),
        "emails": ("wang.li@tea.example",), "owner": "ann", "pool": None, "by": "ann",
        "industry": None, "source": None, "remark": None, "at": NOON,
    }  # fmt: skip
    if about.get("pool"):
        known["owner"] = None
    return CustomerRegistered(customer_id=id, **known | about)


def claimed(id: str = "c1", by: str = "ann", at: datetime = NOON) -> CustomerClaimed:
    return CustomerClaimed(id, by, at)


def released(id: str = "c1", by: str = "ann", at: datetime = NOON) -> CustomerReleased:
    return CustomerReleased(id, by, "no budget", "north", by, at)


def assigned(id: str = "c1", to: str = "bob", at: datetime = NOON) -> CustomerAssigned:
    return CustomerAssigned(id, to, "mia", None, at)


def followed_up(
    id: str = "c1",
    at: datetime = NOON,
    next_at: datetime | None = None,
    author: str = "ann",
    channel: str = "phone",
    entered_at: datetime | None = None,
) -> FollowUpLogged:
    return FollowUpLogged(
        f"f-{id}-{at:%d%H%M}", id, author, channel, "interested", "", next_at, at, entered_at or at
    )


def reset(id: str = "c1", at: datetime = NOON) -> ContactReset:
    return ContactReset(id, "CustomerReleased", at)


def advanced(
    id: str = "c1", to: str = "intent", at: datetime = NOON, ownership: int = 0
) -> StageAdvanced:
    return StageAdvanced(id, "pool", to, "ann", None, at, ownership)


def reverted(id: str = "c1", at: datetime = NOON, ownership: int = 0) -> StageReverted:
    return StageReverted(id, "intent", "pool", "ann", "no budget", at, ownership)


def opened(id: str = "o1", **about: Any) -> OpportunityOpened:
    known: dict[str, Any] = {
        "customer_id": "c1", "name": "Spring order", "product": "GTX Pro", "owner": "ann",
        "stage": "prospecting", "amount": Money("4821.00", "CNY"), "expected_close": None,
        "engaged_at": None, "by": "ann", "at": NOON,
    }  # fmt: skip
    return OpportunityOpened(id, **known | about)


def engaging(id: str = "o1", at: datetime = NOON) -> OpportunityStageChanged:
    return OpportunityStageChanged(id, "c1", "prospecting", "engaging", "ann", at)


def won(
    id: str = "o1", amount: str | None = None, at: datetime = NOON, owner: str = "ann"
) -> OpportunityWon:
    return OpportunityWon(id, "c1", owner, Money(amount, "CNY") if amount else None, owner, at)


def lost(id: str = "o1", at: datetime = NOON, owner: str = "ann") -> OpportunityLost:
    return OpportunityLost(id, "c1", owner, "price", owner, at)
