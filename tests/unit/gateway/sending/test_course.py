"""What is sent next: in order for each subject, and what one answer means for all the others."""

from dataclasses import replace

import pytest

from gateway.sending.attempt import Outcome
from gateway.sending.course import AT_ONCE, LONG, REFUSALS, Course
from gateway.sending.schedule import Schedule
from gateway.sending.standing import Standing
from gateway.sending.window import MOST, Window
from gateway.webhook_remembered import Mark, Webhook
from kernel.commits import now

TAKEN, ERROR, AWAY = Outcome(204), Outcome(500), Outcome(None, "refused")
HOOK = Webhook(
    "w1", "ERP", "https://erp.example", ("customer.*",), False, "s1", "root", now(),
    {"customer": Mark(1, 0)},
)  # fmt: skip


def event(position, subject):
    return {
        "position": position, "subject": subject, "source": "/guanxi/customer",
        "id": f"/guanxi/customer/{position}", "type": "guanxi.customer.Happened.v1",
        "time": f"2026-11-22T07:00:{position % 60:02}Z",
    }  # fmt: skip


def page(*subjects, after=0):
    """`-` for one of another type."""
    numbered = list(enumerate(subjects, start=after + 1))
    events = [event(position, subject) for position, subject in numbered if subject != "-"]
    return {"events": events, "next": after + len(subjects)}


class Told:
    """A course and what it sends, at a time that is told."""

    def __init__(self, *subjects, delays=(5, 60), standing=None):
        self.course = Course(standing or Standing(), Schedule(delays))
        self.course.take_up(HOOK)
        if subjects:
            self.window.read(page(*subjects))

    @property
    def window(self):
        return self.course.windows["customer"]

    def due(self, at=0.0):
        return [one.position for one in self.course.due(at)]

    def answer(self, how, at=0.0):
        """What is due is answered, by position or all alike."""
        due = self.course.due(at)
        said = [(one, how.get(one.position, TAKEN) if isinstance(how, dict) else how)
                for one in due]  # fmt: skip
        return self.course.answered(HOOK, said, at)


def test_one_of_each_subject_is_on_its_way_and_the_next_only_when_it_was_taken():
    told = Told("a", "a", "b", "a", "c")
    assert told.due() == [1, 3, 5]
    told.answer({1: ERROR})
    assert told.due() == []
    told.answer(TAKEN, at=7)
    assert told.due(7) == [2]
    told.answer(TAKEN, at=7)
    assert told.due(7) == [4]


def test_not_more_than_a_few_are_on_their_way_at_once():
    told = Told(*"abcdefgh")
    assert told.due() == list(range(1, AT_ONCE + 1))


def test_the_checkpoint_is_where_everything_before_was_taken():
    told = Told("a", "-", "b", "-")
    told.answer({1: ERROR})
    assert told.window.position == 0
    told.answer(TAKEN, at=7)
    assert told.window.position == 4


def test_a_subject_that_is_refused_holds_up_no_other():
    told = Told("bad", "a", "b", "c", "d", "bad", "a")
    told.answer({1: ERROR})
    assert told.due() == [5, 7]
    told.answer({5: ERROR})
    assert (told.window.position, told.due()) == (0, [])


def test_a_target_that_does_not_answer_is_left_alone_and_then_asked_with_one():
    told = Told(*"abcdef")
    told.answer(AWAY)
    assert told.due(3) == []
    assert len(told.due(7)) == 1
    told.answer(TAKEN, at=7)
    assert len(told.due(7)) == AT_ONCE


def test_a_target_that_was_away_for_long_is_caught_up_with_at_once():
    told = Told("a", "b", delays=[10] * 9)
    for number in range(LONG + 1):
        assert len(told.due(number * 100)) == (1 if number else 2)
        told.answer(AWAY, at=number * 100)
    at = (LONG + 1) * 100
    told.answer(TAKEN, at=at - 85)
    assert len(told.due(at - 85)) == 1


@pytest.mark.parametrize("outcome", [Outcome(429, wait=90), Outcome(400, wait=90)])
def test_a_rest_that_the_target_asks_for_is_for_all_of_it(outcome):
    told = Told("a", "b")
    told.answer({1: outcome})
    assert (told.due(89), told.due(91)) == ([], [1])


def test_after_the_last_try_it_is_to_be_paused():
    for outcome in (ERROR, AWAY):
        told = Told("a", delays=[1, 1])
        for at in (0, 10, 20):
            assert told.course.ended == ""
            told.answer(outcome, at=at)
        assert told.course.ended == "failing"


def test_who_takes_nothing_is_failing_from_the_first_refusal_on():
    told = Told("a", "b", "a")
    told.answer(ERROR, at=7)
    assert told.course.standing.failing_since == 7
    told.answer(TAKEN, at=20)
    assert told.course.standing.failing_since is None


def test_who_refuses_one_event_after_the_other_is_sent_less_and_less():
    told = Told(*map(str, range(100)), delays=[10] * 9)
    sent = 0
    while due := told.due(0):
        sent += len(due)
        told.answer(ERROR)
    assert REFUSALS <= sent < REFUSALS + AT_ONCE
    assert len(told.due(13)) == 1
    told.answer(TAKEN, at=13)
    assert len(told.due(13)) == AT_ONCE


def test_a_refusal_amid_what_is_taken_holds_up_its_own_subject_alone():
    told = Told(*map(str, range(REFUSALS * AT_ONCE)))
    for _ in range(REFUSALS):
        first = told.due()[0]
        told.answer({first: ERROR})
    assert told.course.standing.failures == 0


def test_thousands_of_one_source_hold_up_none_of_the_others():
    both = replace(HOOK, events=("customer.*", "activity.*"),
                   marks=HOOK.marks | {"activity": Mark(1, 0)})  # fmt: skip
    course = Course(Standing(), Schedule((5,)))
    course.take_up(both)
    for source, subjects in (("customer", range(99)), ("activity", range(1))):
        page_of = page(*map(str, subjects))
        for one in page_of["events"]:
            one |= {"source": f"/guanxi/{source}"}
            one["time"] = "2027" if source == "activity" else one["time"]
        course.windows[source].read(page_of)
    assert "2027" in [one.envelope["time"] for one in course.due(0)]


def test_gone_is_the_end_at_once():
    told = Told("a", "b")
    told.answer({1: Outcome(410)})
    assert told.course.ended == "gone"


def test_resumed_it_goes_on_as_if_nothing_had_failed():
    told = Told("a", "a", delays=[1])
    for at in (0, 10):
        told.answer(AWAY, at=at)
    again = Webhook(**{**vars(HOOK), "turn": 2})
    told.course.take_up(again)
    told.window.read(page("a", "a"))
    assert (told.course.ended, told.due(10)) == ("", [1])


def test_what_is_kept_is_enough_to_go_on():
    told = Told("bad", "a", "bad", "b", "a")
    told.answer({1: ERROR})
    told.answer(TAKEN)
    kept = told.course.kept()
    assert kept.sources["customer"]["done"] == [2, 4, 5]

    other = Told(standing=kept)
    other.window.read(page("bad", "a", "bad", "b", "a", "c"))
    assert other.due() == [6]
    assert sorted(other.due(7)) == [1, 6]
    [delivered] = [one for one in other.answer(TAKEN, at=7) if one.envelope["position"] == 1]
    assert (delivered.tried.attempts, delivered.tried.number) == (2, 1)


def test_another_filter_is_read_anew_from_the_checkpoint_and_what_was_taken_is_not_sent_again():
    told = Told("bad", "a", "b")
    told.answer({1: ERROR})
    told.course.take_up(Webhook(**{**vars(HOOK), "events": ("customer.Other",)}))
    told.window.read(page("-", "a", "-", "d"))
    assert told.due(7) == [4]


def test_a_wish_to_begin_elsewhere_is_followed_once():
    told = Told("a", "b")
    told.answer(TAKEN)
    again = Webhook(**{**vars(HOOK), "marks": {"customer": Mark(2, 1)}})
    for expected in (1, 2):
        told.course.take_up(again)
        assert told.window.position == expected
        told.window.read(page("b", after=1))
        told.answer(TAKEN)


def test_behind_one_that_is_stuck_only_so_many_are_read():
    window = Window(1, 0)
    window.read(page(*(str(number) for number in range(MOST))))
    assert window.room == 0
    for position in range(2, MOST + 1):
        window.taken(position)
    assert (window.position, window.room) == (0, 0)
    window.taken(1)
    assert (window.position, window.room) == (MOST, MOST)
