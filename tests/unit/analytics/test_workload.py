from datetime import UTC, datetime, timedelta

import pytest

from kernel.testing import project
from services.analytics.workload import WORKLOAD
from tests.unit.analytics.examples import HOUR, NOON, claimed, followed_up, registered


def test_each_channel_has_its_count() -> None:
    channels = ("visit", "phone", "email", "message", "wechat", "sms", "fax", "other")

    [row] = project(WORKLOAD, *(followed_up(channel=channel) for channel in channels)).values()

    assert row == {
        "_id": "ann/2026-01-05T04:00",
        "person": "ann",
        "at": NOON,
        "follow_ups": 8,
        "visits": 1,
        "calls": 1,
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
