"""What became of what was promised."""

from datetime import timedelta
from typing import Any

import pytest

from kernel.refusal import Invalid
from kernel.testing import project
from services.activity.events import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentPostponed,
    CommitmentReassigned,
)
from services.analytics.commitments import COMMITMENTS, due, shown
from services.analytics.periods import Clock
from tests.unit.analytics.conversations import DUE, promised
from tests.unit.analytics.examples import DAY, NOON

LATER = DUE + timedelta(days=1)


def told(*events: Any, days: int = 0) -> dict[str, Any]:
    [row] = project(COMMITMENTS, *events).values()
    return shown(row, Clock(NOON + days * DAY, "Asia/Shanghai"), "老王")


def test_a_promise_is_open_until_its_day_is_over() -> None:
    found = told(promised())
    assert (found["status"], found["owner"], found["by"]) == ("open", "ann", "ann")
    assert (found["text"], found["due_on"], found["customer"]) == ("寄样品", "2026-01-12", "老王")
    assert [told(promised(), days=n)["overdue"] for n in (0, 7, 8)] == [False, False, True]


def test_it_is_kept_in_time_or_late() -> None:
    in_time = CommitmentKept("p1", "c1", "ann", DUE, DUE, "by courier", "ann", NOON)
    late = CommitmentKept("p1", "c1", "ann", DUE, LATER, None, "may", NOON)
    assert [told(promised(), one)["late"] for one in (in_time, late)] == [False, True]
    kept = told(promised(), in_time, days=30)
    assert (kept["status"], kept["overdue"], kept["note"]) == ("kept", False, "by courier")
    assert (kept["kept_on"], kept["closed_by"]) == ("2026-01-12", "ann")


def test_it_is_broken_for_a_reason() -> None:
    broken = CommitmentBroken("p1", "c1", "ann", DUE, "out of stock", "ann", NOON)
    found = told(promised(), broken, days=30)
    assert (found["status"], found["reason"], found["overdue"]) == ("broken", "out of stock", False)


def test_it_is_postponed_and_given_on() -> None:
    put_off = CommitmentPostponed("p1", "c1", "ann", LATER, DUE, None, "ann", NOON)
    nobodys = CommitmentReassigned("p1", "c1", None, "ann", "CustomerReleased", LATER, "ann", NOON)
    found = told(promised(), put_off, nobodys)
    assert (found["due_on"], found["postponed"], found["owner"]) == ("2026-01-13", 1, None)
    assert told(promised(), put_off, days=8)["overdue"] is False


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("today", {"due_on": "2026-01-05"}),
        ("overdue", {"due_on": {"$lt": "2026-01-05"}}),
        ("2026-01-09", {"due_on": {"$gte": "2026-01-09", "$lte": "2026-01-09"}}),
        ("2026-01-05..2026-01-09", {"due_on": {"$gte": "2026-01-05", "$lte": "2026-01-09"}}),
    ],
)
def test_what_is_due_is_asked_by_day(text: str, condition: Any) -> None:
    assert due(text, Clock(NOON, "Asia/Shanghai")) == condition


@pytest.mark.parametrize("text", ["soon", "2026-01-09..2026-01-05", "..", "2026-13-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        due(text, Clock(NOON, "Asia/Shanghai"))
    assert refused.value.fields["errors"][0]["field"] == "due"
