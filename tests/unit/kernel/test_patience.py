"""A no is believed when time is up, a yes at once."""

from threading import BoundedSemaphore

import pytest

from kernel import patience
from kernel.patience import patiently
from kernel.refusal import Unavailable


def asked(answers):
    """The answer, and the pauses that were made on the way to it."""
    left, pauses = iter(answers), []
    found = patiently(
        lambda: next(left), bool, longest=1.0, wait=pauses.append, clock=lambda: sum(pauses)
    )
    return found, pauses


def test_a_good_answer_is_taken_at_once():
    assert asked(["yes"]) == ("yes", [])


def test_a_better_answer_is_waited_for_with_growing_pauses():
    assert asked(["", "", "", "yes"]) == ("yes", [0.02, 0.04, 0.08])


def test_the_last_answer_is_taken_when_time_is_up():
    found, pauses = asked([""] * 100)

    assert found == ""
    assert abs(sum(pauses) - 1.0) < 1e-9
    assert len(pauses) < 10


def test_who_finds_no_place_to_wait_is_told_to_come_back():
    places, pauses = BoundedSemaphore(1), []

    def asked_while_somebody_waits(seconds):
        pauses.append(seconds)
        with pytest.raises(Unavailable, match="not-yet"):
            patiently(lambda: "no", lambda _: False, wait=pytest.fail, places=places)

    assert patiently(lambda: "", bool, wait=asked_while_somebody_waits, places=places) == ""
    assert pauses


def test_who_is_content_at_once_needs_no_place():
    places = BoundedSemaphore(1)
    places.acquire()
    assert patiently(lambda: "yes", bool, places=places) == "yes"


def test_a_place_is_given_back_even_when_asking_fails():
    answers = iter(["", ""])
    places = BoundedSemaphore(1)
    with pytest.raises(StopIteration):
        patiently(lambda: next(answers), bool, wait=lambda _: None, places=places)
    assert places.acquire(blocking=False)


def test_as_many_may_wait_in_one_process_as_there_are_places():
    waiting = [patience.waiting_room.acquire(blocking=False) for _ in range(patience.PLACES)]
    try:
        assert all(waiting)
        with pytest.raises(Unavailable, match="not-yet"):
            patiently(lambda: "no", lambda _: False, wait=pytest.fail)
    finally:
        for _ in filter(None, waiting):
            patience.waiting_room.release()


def patience_with(answers, verdict):
    """What is answered to somebody who can be sure, and how long he waited."""
    left, pauses, asked = iter(answers), [], []

    def sure(seconds):
        asked.append(seconds)
        return verdict

    found = patiently(
        lambda: next(left), bool, wait=pauses.append, clock=lambda: sum(pauses), sure=sure
    )
    return found, sum(pauses), len(asked)


def test_a_no_is_final_as_soon_as_it_is_sure():
    found, waited, asked = patience_with([""] * 100, True)
    assert (found, asked) == ("", 1)
    assert waited < 0.2


def test_what_came_in_while_being_made_sure_counts():
    found, _, asked = patience_with(["", "", "", "", "yes"], True)
    assert (found, asked) == ("yes", 1)


def test_a_no_that_nobody_can_be_sure_of_in_time_is_not_believed():
    with pytest.raises(Unavailable, match="not-yet"):
        patience_with([""] * 100, False)


def test_where_another_replica_reads_the_log_waiting_has_to_do():
    found, waited, _ = patience_with([""] * 100, None)
    assert found == ""
    assert abs(waited - 1.0) < 1e-9
