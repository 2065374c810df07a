"""Who waits for new rows, and who is sent away at once; the rows here never get any newer."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from kernel.checkpoint import Checkpoint
from kernel.debts import Debt
from kernel.refusal import Invalid, Unavailable
from services.analytics.freshness import PLACES, TOO_FAR, caught_up, place
from services.analytics.groups import LISTS


class StandingStill:
    """Rows that have got as far as customer:10; activity:5 rests on customer:11."""

    group = LISTS
    waited: int = 0

    def at(self) -> Checkpoint:
        positions = {"customer": 10, "pipeline": 0, "activity": 5}
        owed = (Debt("activity", 5, 5, "contact/42", "customer", 11),)
        return Checkpoint("lists.g1", positions, 1, debts=owed)

    def wait(self, source: str, position: int, timeout: float) -> None:
        self.waited += 1
        raise Unavailable("not-yet", retry_after=1)


@pytest.fixture
def rows() -> Any:
    return StandingStill()


@pytest.fixture
def crowd() -> Iterator[ExitStack]:
    """Every place is taken."""
    with ExitStack() as taken:
        for _ in range(PLACES):
            taken.enter_context(place())
        yield taken


def refused(rows: Any, *after: str) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        caught_up(rows, after)
    return caught.value


def test_what_has_arrived_needs_no_place(rows: Any, crowd: ExitStack) -> None:
    assert caught_up(rows, ["customer:10", "pipeline:0"]) is rows
    assert caught_up(rows, None) is rows


def test_who_reads_on_from_what_rests_on_another_log_waits_for_that_too(rows: Any) -> None:
    assert refused(rows, "activity:5").slug == "not-yet"
    assert caught_up(rows, ["activity:4"]) is rows
    assert rows.waited == 1


def test_what_these_rows_are_not_made_of_is_not_waited_for(rows: Any) -> None:
    """A receipt's position is handed on to whatever is read next, whoever gave it."""
    assert caught_up(rows, ["accounts:7"]) is rows
    assert rows.waited == 0
    for malformed in ("customer", 5, "customer:x"):
        with pytest.raises(Invalid):
            caught_up(rows, [malformed])


def test_who_finds_no_place_is_sent_away_at_once(rows: Any, crowd: ExitStack) -> None:
    sent_away = refused(rows, "customer:11")

    assert (sent_away.slug, sent_away.fields) == ("not-yet", {"retry_after": 1})
    assert rows.waited == 0


def test_a_place_is_free_again_after_waiting_in_vain(rows: Any) -> None:
    for _ in range(2 * PLACES):
        refused(rows, "customer:11")

    assert rows.waited == 2 * PLACES


def test_nobody_waits_for_what_is_far_ahead_of_everything(rows: Any) -> None:
    assert refused(rows, f"customer:{10 + TOO_FAR + 1}").fields == {"retry_after": 1}
    assert refused(rows, "customer:11", "pipeline:999999999999999").slug == "not-yet"
    assert rows.waited == 0

    refused(rows, f"customer:{10 + TOO_FAR}")
    assert rows.waited == 1
