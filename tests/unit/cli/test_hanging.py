"""A process that hangs is restarted; one that is slow, or asleep with its machine, is not."""

import pytest

from cli.hanging import APART, MISSES, SETTLED, STARTING, Hanging, ask_all


def silent(hanging: Hanging, name: str, times: int, pid: int = 1) -> None:
    for _ in range(times):
        hanging.note(name, pid, False)


def alive(hanging: Hanging, *names: str) -> None:
    for name in names:
        hanging.note(name, 1, True)


@pytest.fixture
def hanging() -> Hanging:
    made = Hanging()
    alive(made, "customer", "pipeline")
    return made


def test_half_a_minute_without_an_answer_is_a_hang(hanging: Hanging) -> None:
    silent(hanging, "customer", MISSES - 1)
    assert hanging.culprit(0) is None
    silent(hanging, "customer", 1)
    assert hanging.culprit(0) == ("customer", 1)
    assert MISSES * hanging.every == 30


def test_one_answer_makes_good_for_all_that_were_missing(hanging: Hanging) -> None:
    silent(hanging, "customer", MISSES - 1)
    alive(hanging, "customer")
    silent(hanging, "customer", MISSES - 1)
    assert hanging.culprit(0) is None


def test_a_new_life_begins_with_no_misses(hanging: Hanging) -> None:
    silent(hanging, "customer", MISSES - 1)
    silent(hanging, "customer", 1, pid=2)
    assert hanging.culprit(0) is None


def test_one_that_has_never_answered_may_take_longer_to_start(hanging: Hanging) -> None:
    silent(hanging, "lists", STARTING - 1)
    assert hanging.culprit(0) is None
    silent(hanging, "lists", 1)
    assert hanging.culprit(0) == ("lists", 1)


def test_a_machine_on_which_all_hang_gets_no_storm(hanging: Hanging) -> None:
    silent(hanging, "customer", MISSES)
    silent(hanging, "pipeline", MISSES + 1)
    assert hanging.culprit(0) == ("pipeline", 1)
    assert hanging.culprit(APART - 1) is None
    assert hanging.culprit(APART) == ("customer", 1)


def test_who_hangs_again_is_given_twice_the_time(hanging: Hanging) -> None:
    silent(hanging, "customer", MISSES)
    assert hanging.culprit(0)
    hanging.note("customer", 2, True)
    silent(hanging, "customer", 2 * MISSES - 1, pid=2)
    assert hanging.culprit(1000) is None
    silent(hanging, "customer", 1, pid=2)
    assert hanging.culprit(1000) == ("customer", 2)


def test_after_an_hour_of_answers_it_has_its_first_patience_again(hanging: Hanging) -> None:
    silent(hanging, "customer", MISSES)
    assert hanging.culprit(0)
    for _ in range(SETTLED):
        hanging.note("customer", 2, True)
    assert hanging.patience("customer") == MISSES


def test_all_are_asked_and_each_answer_is_counted_for_its_own() -> None:
    hanging = Hanging()
    asked = [("a", 1, "http://a"), ("b", 2, "http://b")]
    for _ in range(STARTING):
        ask_all(asked, lambda url: url.endswith("a"), hanging)
    assert hanging.culprit(0) == ("b", 2)
    ask_all([], lambda url: True, hanging)
