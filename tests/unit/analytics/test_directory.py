from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kernel.event import Recorded
from kernel.projection import Row
from kernel.testing import project, recorded
from services.analytics.directory import DIRECTORY, shown
from tests.unit.analytics.examples import (
    DAY,
    HOUR,
    NOON,
    advanced,
    assigned,
    claimed,
    followed_up,
    registered,
    released,
    reset,
    reverted,
)


def row(*events: Any) -> Row:
    return project(DIRECTORY, *events)["c1"]


def test_a_registered_customer_is_listed_with_its_facts() -> None:
    found = shown(row(registered()))

    assert found["name"] == "Wang Li"
    assert found["phones"] == [
        {
            "written": "138 0013 8000",
            "e164": "+8613800138000",
            "extension": None,
            "valid": True,
            "shown": "138 0013 8000",
        }
    ]
    assert (found["owner"], found["pool"], found["registered_by"]) == ("ann", None, "ann")
    assert found["registered_at"] == "2026-01-05T04:00:00Z"
    assert (found["last_follow_up_at"], found["next_contact_at"]) == (None, None)


def test_a_claim_takes_the_customer_out_of_its_pool() -> None:
    found = row(registered(pool="north"), claimed(by="bob"))

    assert (found["owner"], found["pool"]) == ("bob", None)


def test_a_release_puts_the_customer_into_a_pool() -> None:
    found = row(registered(), released())

    assert (found["owner"], found["pool"]) == (None, "north")


def test_an_assignment_changes_the_owner() -> None:
    assert row(registered(), assigned(to="bob"))["owner"] == "bob"


def test_an_owned_customer_stands_on_claimed_before_the_ladder_has_heard_of_it() -> None:
    assert shown(row(registered()))["stage"] == "claimed"
    assert shown(row(registered(pool="north")))["stage"] == "pool"
    assert shown(row(registered(), advanced(to="intent")))["stage"] == "intent"


def test_a_follow_up_sets_last_and_next_contact() -> None:
    found = shown(row(registered(), followed_up(at=NOON + HOUR, next_at=NOON + 7 * DAY)))

    assert found["contact_status"] == "followed_up"
    assert found["last_follow_up_at"] == "2026-01-05T05:00:00Z"
    assert found["next_contact_at"] == "2026-01-12T04:00:00Z"


def test_a_follow_up_without_a_next_contact_ends_the_plan() -> None:
    planned = followed_up(at=NOON, next_at=NOON + DAY)

    assert shown(row(registered(), planned, followed_up(at=NOON + HOUR)))["next_contact_at"] is None


def test_an_older_follow_up_that_comes_later_does_not_change_the_plan() -> None:
    planned = followed_up(at=NOON, next_at=NOON + DAY)

    found = shown(row(registered(), planned, followed_up(at=NOON - 300 * DAY)))

    assert found["last_follow_up_at"] == "2026-01-05T04:00:00Z"
    assert found["next_contact_at"] == "2026-01-06T04:00:00Z"


def test_a_change_of_hands_makes_it_not_followed_up_and_keeps_the_dates() -> None:
    found = shown(row(registered(), followed_up(next_at=NOON + DAY), reset()))

    assert found["contact_status"] == "not_followed_up"
    assert found["last_follow_up_at"] == "2026-01-05T04:00:00Z"
    assert found["next_contact_at"] == "2026-01-06T04:00:00Z"


def test_the_version_is_that_of_the_customers_own_stream() -> None:
    found = row(recorded(registered(), version=1), recorded(followed_up(), version=9))

    assert found["version"] == 1


def test_touched_is_when_it_was_recorded_last_not_when_it_happened() -> None:
    imported = recorded(followed_up(at=NOON - 300 * DAY), at=NOON + DAY)

    assert row(recorded(registered(), at=NOON), imported)["touched_at"] == NOON + DAY


def test_a_row_keeps_milliseconds_as_the_database_does() -> None:
    at = datetime(2026, 1, 5, 4, 0, 0, 123_999, tzinfo=UTC)

    found = row(registered(at=at), followed_up(at=at, next_at=at))

    for name in ("registered_at", "last_follow_up_at", "next_contact_at"):
        assert found[name].microsecond == 123_000


CUSTOMER = (registered(pool="north"), claimed(), released(), claimed(by="bob"))
ACTIVITY = (
    followed_up(at=NOON, next_at=NOON + DAY),
    reset(),
    followed_up(at=NOON - DAY),
    followed_up(at=NOON + DAY, author="bob"),
)
PIPELINE = (advanced(ownership=2), reverted(ownership=3), advanced(to="won", ownership=4))


def history(source: str, events: tuple[Any, ...]) -> list[Recorded]:
    return [
        recorded(event, position, source=source, at=NOON + timedelta(minutes=7 * position))
        for position, event in enumerate(events, start=1)
    ]


ONE_BY_ONE = [
    *history("customer", CUSTOMER),
    *history("activity", ACTIVITY),
    *history("pipeline", PIPELINE),
]


@given(st.permutations([event.source for event in ONE_BY_ONE]))
def test_sources_may_arrive_in_any_order(order: list[str]) -> None:
    sources = {
        "customer": iter(history("customer", CUSTOMER)),
        "activity": iter(history("activity", ACTIVITY)),
        "pipeline": iter(history("pipeline", PIPELINE)),
    }

    shuffled = [next(sources[source]) for source in order]

    assert project(DIRECTORY, *shuffled) == project(DIRECTORY, *ONE_BY_ONE)


def test_folding_changes_no_row_that_it_was_given() -> None:
    for end, event in enumerate(ONE_BY_ONE):
        before = project(DIRECTORY, *ONE_BY_ONE[:end]).get("c1", {"_id": "c1"})
        kept = deepcopy(before)
        DIRECTORY.evolve(before, event)
        assert before == kept
