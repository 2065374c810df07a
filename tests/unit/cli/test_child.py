"""Backoff: doubling, with jitter, and never for ever."""

from pathlib import Path

from cli.child import ASKED, LONGEST, Child, delay
from cli.plan import Command


def test_each_failure_doubles_the_wait() -> None:
    assert [delay(failures, 0.5) for failures in range(4)] == [0.25, 0.5, 1.0, 2.0]


def test_the_wait_has_an_upper_end() -> None:
    assert delay(50, 0.5) == LONGEST


def test_chance_spreads_the_waits_by_half_in_both_directions() -> None:
    assert delay(2, 0.0) == 0.5
    assert delay(2, 1.0) == 1.5


def ended(exit: int, lived: float, times: int = 1) -> Child:
    child = Child(Command("customer", ("true",)), {}, Path("log"))
    for _ in range(times):
        child.exit, child.started = exit, 0.0
        child.postpone(lived)
    return child


def test_an_end_that_was_asked_for_is_no_failure_and_costs_no_wait() -> None:
    asked = ended(0, ASKED + 1, times=9)
    assert asked.to_json()["failures"] == 0
    assert asked.due - (ASKED + 1) < 0.5


def test_every_other_end_is_counted_and_waited_for_longer() -> None:
    failed = ended(-9, ASKED + 1, times=9)
    assert failed.to_json()["failures"] == 9
    assert failed.due - (ASKED + 1) > 10


def test_one_that_ends_well_at_once_again_and_again_gets_no_storm_either() -> None:
    assert ended(0, 0.1, times=9).due > 10
