"""Queues per stream: one at a time on a stream, side by side on others, never for ever."""

from threading import Event, Thread

import pytest

from kernel.lanes import Lanes
from kernel.refusal import Unavailable


def test_a_stream_that_others_are_in_is_waited_for_but_not_for_ever():
    lanes = Lanes()

    with (
        lanes.enter(["a"]),
        pytest.raises(Unavailable, match="busy"),
        lanes.enter(["b", "a"], limit=0.01),
    ):
        pass
    with lanes.enter(["a", "b"], limit=0.01):
        pass  # the failed attempt left nothing locked


def test_other_streams_go_on():
    lanes = Lanes()

    with lanes.enter(["a"]), lanes.enter(["b"], limit=0.01):
        pass


def test_two_who_want_the_same_streams_in_another_order_do_not_wait_for_each_other():
    lanes, done = Lanes(), []

    def work(streams):
        for _ in range(200):
            with lanes.enter(streams):
                done.append(streams)

    threads = [Thread(target=work, args=(s,)) for s in (["a", "b"], ["b", "a"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(done) == 400


def test_no_lane_is_left_behind():
    lanes, inside, leave = Lanes(), Event(), Event()

    def hold():
        with lanes.enter(["a"]):
            inside.set()
            leave.wait(5)

    thread = Thread(target=hold)
    thread.start()
    inside.wait(5)
    leave.set()
    with lanes.enter(["a"]):
        pass
    thread.join(5)

    assert lanes._lanes == {}
