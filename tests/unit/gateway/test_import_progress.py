"""While an import runs, its progress is told by who writes it; afterwards by what lists show."""

from datetime import UTC, datetime

import pytest

from gateway.import_progress import progress
from kernel.refusal import Unavailable

BEGAN, NOW = "2026-01-05T04:00:00+00:00", datetime(2026, 1, 5, 4, 0, 10, tzinfo=UTC)
SHOWN = {
    "state": "running", "rows": 100_000, "read": 1_000, "written": 1_000,
    "requested_at": BEGAN, "rows_per_second": 100.0, "remaining_seconds": 990.0,
}  # fmt: skip


def test_rows_are_told_when_they_are_written_and_not_when_lists_show_them():
    told = progress(SHOWN, lambda: 40_000, NOW)
    assert (told["written"], told["read"]) == (40_000, 1_000)
    assert (told["rows_per_second"], told["remaining_seconds"]) == (4_000.0, 15.0)


def test_what_nobody_answers_for_is_told_as_the_lists_have_it():
    def nobody():
        raise Unavailable("unavailable", "the customer service does not answer", retry_after=1)

    assert progress(SHOWN, nobody, NOW) == SHOWN


def test_how_long_lists_will_take_nobody_says():
    told = progress(SHOWN, lambda: 100_000, NOW)
    assert (told["written"], told["remaining_seconds"]) == (100_000, None)
    assert told["rows_per_second"] == SHOWN["rows_per_second"]


def test_it_never_goes_back():
    assert progress(SHOWN, lambda: 500, NOW)["written"] == 1_000


@pytest.mark.parametrize("state", ["finished", "failed", "undoing", "undone"])
def test_what_has_come_to_its_end_is_told_by_the_lists_alone(state):
    ended = SHOWN | {"state": state}
    assert progress(ended, lambda: pytest.fail("asked"), NOW) == ended


def test_before_the_first_row_nobody_knows_how_long_it_takes():
    begun = SHOWN | {"read": 0, "written": 0}
    assert progress(begun, lambda: 0, NOW)["remaining_seconds"] is None
