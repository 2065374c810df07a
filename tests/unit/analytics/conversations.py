"""What is said and promised to a customer, in examples."""

from datetime import date
from typing import Any

from services.activity.events import (
    CommitmentMade,
    FollowUpAmended,
    FollowUpFileAttached,
    FollowUpLogged,
    Promise,
)
from tests.unit.analytics.examples import DAY, HOUR, NOON

DUE = date(2026, 1, 12)
SAMPLE = Promise("p1", "寄样品", DUE, "ann")
FILE = FollowUpFileAttached("f1", "c1", "d1", "shelf.jpg", "image/jpeg", 9, "ab", "ann", NOON)


def said(id: str = "f1", customer_id: str = "c1", **about: Any) -> FollowUpLogged:
    known: dict[str, Any] = {
        "author": "ann", "channel": "visit", "outcome": "interested", "note": "想要小包装",
        "next_contact_at": NOON + 7 * DAY, "at": NOON, "entered_at": NOON,
    }  # fmt: skip
    return FollowUpLogged(id, customer_id, **known | about)


def amended(id: str = "f1", position: int = 1, **about: Any) -> FollowUpAmended:
    """Of what `said` says, at that position of the log."""
    known: dict[str, Any] = {
        "customer_id": "c1", "author": "ann", "contacted_at": NOON, "entered_at": NOON,
        "changed": ("note",), "channel": "visit", "channel_before": "visit",
        "outcome": "interested", "note": "想要大包装", "next_contact_at": NOON + 7 * DAY,
        "reason": None, "by": "ann", "at": NOON + HOUR,
    }  # fmt: skip
    return FollowUpAmended(follow_up_id=id, position=position, **known | about)


def promised(id: str = "p1", customer_id: str = "c1", **about: Any) -> CommitmentMade:
    known: dict[str, Any] = {
        "follow_up_id": "f1", "text": "寄样品", "due_on": DUE, "owner": "ann", "by": "ann",
        "at": NOON,
    }  # fmt: skip
    return CommitmentMade(id, customer_id, **known | about)
