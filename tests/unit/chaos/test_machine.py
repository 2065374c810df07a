"""How much slower a machine is that others use too: by what its processors did, and for whom."""

import os
import time

import pytest

from tests.chaos.machine import LEAST, Window, busy, slowness, used

WORK = 0.3  # processor seconds


@pytest.mark.parametrize(
    ("passed", "working", "ours", "slower"),
    [
        (10.0, 10.0, 10.0, 1.0),  # all of it was our own work
        (10.0, 4.0, 4.0, 1.0),
        (10.0, 5.0, 0.0, 2.0),  # others took half
        (10.0, 10.0, 5.0, 2.0),
        (10.0, 9.0, 9.5, 1.0),  # read a moment later
        (0.0, 0.0, 0.0, 1.0),
        (10.0, 10.0, 0.0, 1 / LEAST),
    ],
)
def test_only_the_work_of_others_makes_it_slower(passed, working, ours, slower):
    assert slowness(passed, working, ours) == pytest.approx(slower)


def test_our_own_work_is_counted_as_work_and_as_ours():
    window, (_, before), mine = Window([os.getpid()]), busy(), used(os.getpid())
    until = time.process_time() + WORK
    while time.process_time() < until:
        pass
    done = used(os.getpid()) - mine
    assert done >= WORK - 0.05  # to a tick or two
    assert busy()[1] - before >= done - 0.05
    assert window.slowness([os.getpid()]) >= 1.0


def test_a_process_that_is_gone_has_used_nothing():
    assert used(2**22 + 1) == 0.0
