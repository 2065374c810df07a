"""Rows against a fold of the log: one that differs, one too few and one too many are found."""

from typing import Any

from tests.chaos.rows import alike, compare, strangers

DUE = {"a": {"_id": "a", "held": 1}, "b": None}


class Stored:
    """As much of a collection as the check asks for."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = rows

    def find(self, query: dict[str, Any], shape: Any = None) -> list[dict[str, Any]]:
        wanted = query.get("_id", {}).get("$in")
        return [row for row in self.rows if wanted is None or row["_id"] in wanted]


def found(*rows: dict[str, Any]) -> list[str]:
    return compare("lists/x", DUE, Stored(*rows), ["a", "b"])


def test_rows_as_the_log_says_are_well():
    assert found({"held": 1, "_id": "a"}) == []


def test_a_row_that_counts_otherwise_is_found():
    [finding] = found({"_id": "a", "held": 2})
    assert finding.startswith("lists/x a: is")


def test_a_row_that_is_missing_and_one_that_should_be_gone_are_found():
    assert len(found()) == 1
    assert len(found({"_id": "a", "held": 1}, {"_id": "b"})) == 1


def test_a_row_that_no_event_speaks_of_is_found():
    assert strangers("lists/x", DUE, Stored({"_id": "a", "held": 1})) == []
    assert len(strangers("lists/x", DUE, Stored({"_id": "b"}, {"_id": "z"}))) == 2


def test_the_order_of_fields_is_no_difference():
    assert alike({"_id": "a", "x": 1, "y": 2}, {"_id": "a", "y": 2, "x": 1})
    assert not alike({"_id": "a"}, None)
