"""What /proc tells of a process, and what it means for one operation."""

import os

import pytest

from bench.usage import LOOK, PAGE, TICKS, Use, per_operation, read, settle, spent, usage


def test_a_process_may_be_named_as_it_likes() -> None:
    fields = ["S", "1", "77", "42", *["0"] * 7, "30", "20", *["0"] * 8, "5"]
    session, use = read(f"4711 (a ) b ) c) {' '.join(fields)}")
    assert session == 42
    assert use.cpu == pytest.approx(50 / TICKS)
    assert use.resident == pytest.approx(5 * PAGE / 1e6)


def test_all_of_a_session_count_together() -> None:
    found = usage({"we": os.getsid(0), "nobody": 2**30})
    assert found["we"].resident > 0
    assert found["nobody"] == Use()


def test_what_was_spent_most_comes_first() -> None:
    before = {"a": Use(1.0), "b": Use(5.0)}
    assert [*spent(before, {"a": Use(2.0), "b": Use(8.0), "c": Use(2.5)}).items()] == [
        ("b", 3.0), ("c", 2.5), ("a", 1.0),
    ]  # fmt: skip


def test_cost_is_told_for_one_operation_and_without_those_that_did_nothing() -> None:
    told = per_operation({"mongo": 2.0, "gateway": 1.0, "idle": 0.0}, 1_000)
    assert told == "3.00 ms of CPU each: mongo 2.00, gateway 1.00"


def test_it_is_waited_until_nobody_works_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    cpu = iter([0.0, 2.0, 2.0, 2.9, 2.9, 3.0])  # before and after each of three looks
    monkeypatch.setattr("bench.usage.usage", lambda pids: {"customer": Use(next(cpu))})
    rests: list[float] = []

    settle({"customer": 1}, rests.append)

    assert rests == [LOOK] * 3
