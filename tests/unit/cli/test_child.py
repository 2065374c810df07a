"""Backoff: doubling, with jitter, and never for ever."""

from cli.child import LONGEST, delay


def test_each_failure_doubles_the_wait() -> None:
    assert [delay(failures, 0.5) for failures in range(4)] == [0.25, 0.5, 1.0, 2.0]


def test_the_wait_has_an_upper_end() -> None:
    assert delay(50, 0.5) == LONGEST


def test_chance_spreads_the_waits_by_half_in_both_directions() -> None:
    assert delay(2, 0.0) == 0.5
    assert delay(2, 1.0) == 1.5
