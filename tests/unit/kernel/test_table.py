"""Rows in memory: what is written, what may be forgotten, what the database would give back."""

from datetime import UTC, datetime
from decimal import Decimal

from pymongo import DeleteOne, InsertOne, ReplaceOne

from kernel.table import Table, as_stored
from tests.game import TOTALS


def table(**rows: int) -> Table:
    made = Table(TOTALS)
    made.load(["a", "b", "c"], [{"_id": key, "n": n} for key, n in rows.items()])
    return made


def test_new_rows_are_inserted_known_ones_replaced_and_deleted() -> None:
    made = table(a=1, b=2)
    made.change("a", {"_id": "a", "n": 5})
    made.change("b", None)
    made.change("c", {"_id": "c"})
    assert made.writes() == [
        ReplaceOne({"_id": "a"}, {"_id": "a", "n": 5}),
        DeleteOne({"_id": "b"}),
        InsertOne({"_id": "c"}),
    ]


def test_a_row_that_came_and_went_within_a_batch_was_never_there() -> None:
    made = table()
    made.change("a", {"_id": "a"})
    made.change("a", None)
    assert made.writes() == []


def test_a_deleted_row_that_comes_back_in_the_same_batch_is_replaced() -> None:
    made = table(a=1)
    made.change("a", None)
    made.change("a", {"_id": "a", "n": 2})
    assert made.writes() == [ReplaceOne({"_id": "a"}, {"_id": "a", "n": 2})]


def test_what_was_stored_is_not_written_again() -> None:
    made = table(a=1)
    made.change("a", {"_id": "a", "n": 2})
    made.stored()
    assert made.writes() == []
    made.change("a", {"_id": "a", "n": 3})
    assert made.writes() == [ReplaceOne({"_id": "a"}, {"_id": "a", "n": 3})]


def test_an_unchanged_row_is_not_written() -> None:
    made = table(a=1)
    row = made.known["a"]
    made.change("a", row)
    assert made.writes() == []


def test_what_is_not_stored_yet_is_not_forgotten() -> None:
    made = table(a=1, b=2)
    made.change("a", {"_id": "a", "n": 2})
    made.forget(0)
    assert set(made.known) == {"a"}


def test_the_rows_touched_last_are_remembered_longest() -> None:
    made = table(a=1, b=2)
    made.change("a", {"_id": "a", "n": 2})
    made.stored()
    made.forget(1)
    assert set(made.known) == {"a"}


def test_a_row_in_memory_has_milliseconds_and_lists_as_a_stored_one_has() -> None:
    at = datetime(2026, 1, 5, 4, 0, 0, 123456, UTC)
    row = {"_id": "a", "at": at, "deep": {"times": (at, 1)}, "money": Decimal("1.10")}
    rounded = at.replace(microsecond=123000)
    assert as_stored(row) == {
        "_id": "a",
        "at": rounded,
        "deep": {"times": [rounded, 1]},
        "money": Decimal("1.10"),
    }


def test_what_an_event_changes_within_a_row_is_as_stored_too() -> None:
    at = datetime(2026, 1, 5, 4, 0, 0, 123456, UTC)
    made = table(a=1)
    made.change("a", {"_id": "a", "list": [at], "same": [1]})
    rounded = made.known["a"]
    assert rounded == {"_id": "a", "list": [at.replace(microsecond=123000)], "same": [1]}
    made.change("a", {**rounded, "list": [*rounded["list"], at], "tuple": (1, at)})
    assert made.known["a"] == {
        "_id": "a",
        "list": [at.replace(microsecond=123000)] * 2,
        "same": [1],
        "tuple": [1, at.replace(microsecond=123000)],
    }


def test_what_changed_last_waits_and_the_rest_is_written_once() -> None:
    made = table(a=1)
    for key in ("a", "b", "c", "a"):
        made.change(key, {"_id": key, "n": 9})
    assert made.settle(leave=1) == {
        "b": InsertOne({"_id": "b", "n": 9}),
        "c": InsertOne({"_id": "c", "n": 9}),
    }
    assert made.changed == 1
    made.change("b", {"_id": "b", "n": 10})
    assert made.settle(leave=0) == {
        "a": ReplaceOne({"_id": "a"}, {"_id": "a", "n": 9}),
        "b": ReplaceOne({"_id": "b"}, {"_id": "b", "n": 10}),
    }
    assert made.settle(leave=0) == {}
