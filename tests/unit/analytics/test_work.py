from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kernel.testing import project
from services.activity.events import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    FollowUpAmended,
)
from services.analytics.work import WORKLOAD
from tests.unit.analytics.examples import DAY, HOUR, NOON, claimed, followed_up, registered

TODAY = date(2026, 1, 5)
CHANNELS = ("visit", "phone", "email", "message", "wechat", "sms", "fax", "other")


def test_each_channel_has_its_count() -> None:
    [row] = project(WORKLOAD, *(followed_up(channel=channel) for channel in CHANNELS)).values()

    assert row == {
        "_id": "ann/2026-01-05T04:00",
        "person": "ann",
        "at": NOON,
        "follow_ups": 8,
        "visits": 1,
        "calls": 1,
        "calls_answered": 1,
        "emails": 1,
        "messages": 3,
        "others": 2,
    }


def test_a_follow_up_counts_for_its_author_when_it_happened() -> None:
    imported = followed_up(author="bob", at=NOON - HOUR, entered_at=NOON)

    assert list(project(WORKLOAD, imported)) == ["bob/2026-01-05T03:00"]


def test_a_customer_counts_for_whoever_brought_it_in() -> None:
    [row] = project(WORKLOAD, registered(owner="bob", by="ann")).values()

    assert (row["person"], row["customers_added"]) == ("ann", 1)


def test_a_claim_counts_for_the_claimer() -> None:
    [row] = project(WORKLOAD, claimed(by="bob"), claimed(id="c2", by="bob")).values()

    assert (row["person"], row["claims"]) == ("bob", 2)


@pytest.mark.parametrize("minutes", [0, 345, 330, -210, 480])
def test_a_day_of_any_time_zone_is_made_of_whole_rows(minutes: int) -> None:
    midnight = datetime(2026, 1, 6, tzinfo=UTC) - timedelta(minutes=minutes)
    before, after = midnight - timedelta(milliseconds=1), midnight

    rows = project(WORKLOAD, claimed(at=before), claimed(at=after)).values()

    assert [row["at"] < midnight for row in rows] == [True, False]


def test_a_call_that_nobody_answers_is_made_all_the_same() -> None:
    silent = replace(followed_up(), reached=False)

    [row] = project(WORKLOAD, followed_up(), silent).values()

    assert (row["calls"], row["calls_answered"]) == (2, 1)


def amended(
    channel: str, before: str, reached: bool | None = None, reached_before: bool | None = None
) -> FollowUpAmended:
    return FollowUpAmended(
        follow_up_id="f1", customer_id="c1", author="ann", contacted_at=NOON, entered_at=NOON,
        changed=("channel",), channel=channel, channel_before=before, outcome="interested",
        note="", next_contact_at=None, reached=reached, reached_before=reached_before,
        position=1, reason=None, by="ann", at=NOON + HOUR,
    )  # fmt: skip


SAID = some.tuples(some.sampled_from(CHANNELS), some.sampled_from([None, True, False]))


@given(SAID, SAID)
def test_what_is_amended_counts_as_if_it_had_been_said_at_once(
    before: tuple[str, bool | None], after: tuple[str, bool | None]
) -> None:
    told = replace(followed_up(channel=before[0]), reached=before[1])
    at_once = replace(followed_up(channel=after[0]), reached=after[1])
    change = amended(after[0], before[0], after[1], before[1])

    [row] = project(WORKLOAD, told, change).values()
    [wanted] = project(WORKLOAD, at_once).values()

    assert {name: value for name, value in row.items() if value != 0} == wanted


def test_a_promise_counts_for_whose_it_is() -> None:
    made = CommitmentMade("p1", "c1", "f1", "a sample", TODAY, "bob", "ann", NOON)
    kept = CommitmentKept("p1", "c1", "bob", TODAY, TODAY, None, "may", NOON + DAY)
    broken = CommitmentBroken("p2", "c1", None, TODAY, "gone", "may", NOON)

    rows = project(WORKLOAD, made, kept, broken)

    assert [(row["person"], row["at"]) for row in rows.values()] == [
        ("bob", NOON), ("bob", NOON + DAY),
    ]  # fmt: skip
    assert [row.get("promises_kept") for row in rows.values()] == [None, 1]
