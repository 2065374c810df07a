"""A no is believed when time is up, a yes at once."""

from kernel.patience import patiently


def asked(answers):
    """The answer, and the pauses that were made on the way to it."""
    left, pauses = iter(answers), []
    found = patiently(lambda: next(left), bool, longest=1.0, sleep=pauses.append)
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
