"""A broker is started anew only when it takes nothing for long, and nothing else explains that."""

import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from cli import taking
from cli.taking import (
    HELPED,
    MISSES,
    MOST,
    REFUSED,
    SETTLED,
    TAKEN,
    UNKNOWN,
    UNTAKEN,
    Taking,
    question,
    unless_refused,
    watch,
)


def verdicts(of: Taking, answers: Iterable[str], pid: int = 1) -> list[bool]:
    return [of.failed(pid, answer) for answer in answers]


def test_half_a_minute_of_taking_nothing_is_a_failure_and_told_once() -> None:
    found = verdicts(Taking(), [TAKEN, *[UNTAKEN] * MISSES, UNTAKEN])
    assert found == [False] * MISSES + [True, False]
    assert MISSES * taking.EVERY == 30


@pytest.mark.parametrize("other", [TAKEN, UNKNOWN])
def test_one_other_answer_makes_good_for_all_before(other: str) -> None:
    """It is slow, in alarm, short of disk or away for a moment: that it has failed is not known."""
    broker = Taking()
    assert not any(verdicts(broker, [TAKEN, *[UNTAKEN] * (MISSES - 1), other]))
    assert not any(verdicts(broker, [UNTAKEN] * (MISSES - 1)))


def test_a_broker_that_has_taken_nothing_yet_is_given_five_minutes() -> None:
    assert verdicts(Taking(), [UNTAKEN] * MOST) == [False] * (MOST - 1) + [True]


def test_an_alarm_or_a_full_disk_may_last_for_ever() -> None:
    assert not any(verdicts(Taking(), [TAKEN, *[UNKNOWN] * 10 * MISSES]))


def test_a_new_life_begins_with_nothing_taken() -> None:
    broker = Taking()
    verdicts(broker, [TAKEN, *[UNTAKEN] * (MISSES - 1)])
    assert not any(verdicts(broker, [UNTAKEN] * MISSES, pid=2))


def test_who_was_well_for_a_while_after_it_is_given_no_more_time_than_the_first() -> None:
    broker = Taking()
    for life in (1, 2, 3):
        assert verdicts(broker, [*[TAKEN] * HELPED, *[UNTAKEN] * MISSES], life)[-1]


def test_who_fails_again_at_once_is_given_twice_the_time() -> None:
    broker = Taking()
    for life, patience in enumerate((MISSES, 2 * MISSES, 4 * MISSES), start=1):
        assert not any(verdicts(broker, [TAKEN, *[UNTAKEN] * (patience - 1)], life))
        assert broker.failed(life, UNTAKEN)
    assert MOST >= 4 * MISSES


@pytest.mark.parametrize("ours", [TAKEN, UNTAKEN])
def test_who_refuses_a_relay_has_failed_whatever_becomes_of_ours(ours: str) -> None:
    assert unless_refused(lambda: ours, lambda: True)() == REFUSED
    assert unless_refused(lambda: ours, lambda: False)() == ours
    assert unless_refused(lambda: UNKNOWN, lambda: True)() == UNKNOWN


def test_who_was_full_again_before_it_took_anything_is_told_by_the_relays() -> None:
    broker, answers = Taking(), [unless_refused(lambda: UNTAKEN, lambda: True)()] * MISSES
    assert verdicts(broker, answers, pid=2)[-1]


def test_half_a_minute_of_refusing_is_a_failure_in_every_life() -> None:
    broker = Taking()
    for life in (1, 2, 3):
        assert verdicts(broker, [REFUSED] * MISSES, life) == [False] * (MISSES - 1) + [True]


def watched(answers: list[str], ends: bool) -> list[tuple[int, bool]]:
    """Whom it restarts and how, when broker 7 gives these answers, `ends` with the last of them."""
    stop, restarted = threading.Event(), list[tuple[int, bool]]()

    def ask() -> str:
        answer = answers.pop(0)
        if not answers and not ends:
            stop.set()
        return answer

    def pid() -> int | None:
        if answers or not ends:
            return 7
        stop.set()
        return None

    watch(pid, ask, lambda *how: restarted.append(how), stop, 0.0)
    return restarted


def test_the_one_that_failed_is_restarted() -> None:
    assert watched([TAKEN, *[UNTAKEN] * MISSES, UNKNOWN], ends=False) == [(7, False)]


def test_who_fails_again_begins_without_its_records_unless_it_was_well_for_an_hour() -> None:
    fails = [REFUSED] * MISSES
    assert watched([*fails, TAKEN, *fails, TAKEN], ends=False) == [(7, False), (7, True)]
    well = [TAKEN] * SETTLED
    assert watched([*fails, *well, *fails, TAKEN], ends=False) == [(7, False), (7, False)]


def test_one_that_has_ended_while_it_was_asked_is_nobody_to_restart() -> None:
    assert watched([TAKEN, *[UNTAKEN] * MISSES], ends=True) == []


def test_while_everything_stops_nobody_is_restarted() -> None:
    assert watched([TAKEN, *[UNTAKEN] * MISSES], ends=False) == []


def test_a_disk_that_is_full_or_gone_is_no_fault_of_the_broker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = question("amqp://u:p@somewhere:1/%2F", "127.0.0.1:1", tmp_path / "gone")
    assert ask() == UNKNOWN
    monkeypatch.setattr(taking, "room", lambda disk: taking.ROOM - 1)
    monkeypatch.setattr(taking, "connected", lambda *_: pytest.fail("it need not be asked"))
    assert question("amqp://u:p@somewhere:1/%2F", "127.0.0.1:1", tmp_path)() == UNKNOWN


def test_the_broker_itself_is_asked_and_not_what_stands_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(taking, "room", lambda disk: taking.ROOM)
    monkeypatch.setattr(taking, "connected", lambda uri, blocked: asked.append(uri))
    assert question("amqp://u:p%40x@127.0.0.1:9/%2F", "127.0.0.1:5672", tmp_path)() == UNKNOWN
    assert asked == ["amqp://u:p%40x@127.0.0.1:5672/%2F"]


@pytest.mark.parametrize(("alarm", "answer"), [(False, UNTAKEN), (True, UNKNOWN)])
def test_what_an_alarm_holds_back_is_not_held_against_the_broker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alarm: bool, answer: str
) -> None:
    def connected(uri: str, blocked: object) -> object:
        if alarm:
            assert callable(blocked)
            blocked("disk")
        return object()  # on which nothing can be kept

    monkeypatch.setattr(taking, "room", lambda disk: taking.ROOM)
    monkeypatch.setattr(taking, "connected", connected)
    assert question("amqp://u:p@h:1/", "127.0.0.1:1", tmp_path)() == answer
