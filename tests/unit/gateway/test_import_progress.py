"""While an import is at work its progress is told by who writes it; afterwards by the lists."""

from datetime import UTC, datetime

import pytest

from gateway.import_progress import progress
from kernel.refusal import NotFound, Unavailable

BEGAN, NOW = "2026-01-05T04:00:00+00:00", datetime(2026, 1, 5, 4, 0, 10, tzinfo=UTC)
LISTED = {
    "state": "running", "phase": "writing", "rows": 100_000, "read": 1_000, "written": 1_000,
    "requested_at": BEGAN, "rows_per_second": 100.0, "remaining_seconds": 990.0, "undo": None,
}  # fmt: skip
TOLD = {"id": "i1", "version": 3, "state": "running", "rows": 100_000, "written": 40_000,
        "requested_at": BEGAN, "undo": None}  # fmt: skip
UNDO = {"by": "may", "removed": 400, "restored": 0, "kept": 1}


def now(told, listed=LISTED):
    return progress(lambda: listed, lambda: told, NOW)


def nobody():
    raise Unavailable("unavailable", "the customer service does not answer", retry_after=1)


def nowhere():
    raise NotFound(what="import", id="i1")


def test_rows_are_told_when_they_are_written_and_not_when_lists_show_them():
    shown = now(TOLD)
    assert (shown["written"], shown["read"], shown["phase"]) == (40_000, 1_000, "writing")
    assert (shown["rows_per_second"], shown["remaining_seconds"]) == (4_000.0, 15.0)


def test_when_the_writer_does_not_answer_less_is_not_told_than_before():
    with pytest.raises(Unavailable):
        progress(lambda: LISTED, nobody, NOW)
    ended = LISTED | {"state": "finished"}
    assert progress(lambda: ended, nobody, NOW) == ended


@pytest.mark.parametrize("told", [{"written": 100_000}, {"state": "finished"}, {"state": "failed"}])
def test_when_all_is_written_lists_come_after_it_and_how_long_nobody_says(told):
    shown = now(TOLD | told)
    assert (shown["state"], shown["phase"]) == ("running", "listing")
    assert shown["remaining_seconds"] is None
    assert shown["rows_per_second"] == LISTED["rows_per_second"]


def test_it_never_goes_back():
    assert now(TOLD | {"written": 500})["written"] == 1_000


def test_one_of_just_now_that_no_list_has_yet_is_told_by_who_writes_it():
    shown = progress(nowhere, lambda: TOLD, NOW)
    assert (shown["id"], shown["state"], shown["written"], shown["read"]) == (
        "i1", "running", 40_000, 0,
    )  # fmt: skip
    assert progress(nowhere, lambda: TOLD | {"state": "finished"}, NOW)["state"] == "running"


def test_one_that_is_none_is_none():
    with pytest.raises(NotFound):
        progress(nowhere, nowhere, NOW)


@pytest.mark.parametrize("listed", ["running", "finished", "failed", "undoing"])
@pytest.mark.parametrize("told", ["undoing", "undone"])
def test_an_undo_is_told_before_lists_show_it_and_its_end_when_they_do(listed, told):
    shown = now(TOLD | {"state": told, "undo": UNDO}, LISTED | {"state": listed})
    assert (shown["state"], shown["phase"]) == ("undoing", "undoing")
    assert shown["undo"] == UNDO | {"kept_customers": []}


def test_whom_an_undo_has_kept_lists_say():
    kept = {"by": "may", "removed": 0, "restored": 0, "kept": 1, "kept_customers": ["c1"]}
    shown = now(TOLD | {"state": "undoing", "undo": UNDO}, LISTED | {"undo": kept})
    assert shown["undo"] == UNDO | {"kept_customers": ["c1"]}


def test_what_is_undone_is_told_by_the_lists_alone():
    undone = LISTED | {"state": "undone"}
    assert progress(lambda: undone, lambda: pytest.fail("asked"), NOW) == undone


@pytest.mark.parametrize("state", ["finished", "failed"])
def test_what_has_come_to_its_end_is_as_lists_show_it(state):
    ended = LISTED | {"state": state}
    assert now(TOLD | {"state": state}, ended) == ended


def test_before_the_first_row_nobody_knows_how_long_it_takes():
    begun = LISTED | {"read": 0, "written": 0}
    assert now(TOLD | {"written": 0}, begun)["remaining_seconds"] is None
