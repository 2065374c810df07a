"""Searches for garbage are as often as before when the last of several rebuilds has ended."""

import gc

from kernel.seldom import THRESHOLDS, seldom_searched


def test_rebuilds_that_overlap_leave_the_process_as_it_was() -> None:
    before = gc.get_threshold()
    one, other = seldom_searched(), seldom_searched()
    one.__enter__()
    other.__enter__()
    assert gc.get_threshold() == THRESHOLDS
    one.__exit__(None, None, None)
    assert gc.get_threshold() == THRESHOLDS
    other.__exit__(None, None, None)
    assert gc.get_threshold() == before
