"""Many changes at once: loaded with one question, decided again when somebody was faster."""

import pytest

from kernel.change import change, create
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.log import MemoryLog
from kernel.many import Many
from kernel.refusal import Rejected
from kernel.states import States
from tests.unit.kernel.till import TILL, TillEvent, open_till, pay


class Counted(MemoryLog):
    """Counts what is asked."""

    def __init__(self):
        super().__init__("shop")
        self.asked = 0

    def excerpts(self, after):
        self.asked += 1
        return super().excerpts(after)


@pytest.fixture
def log():
    return Counted()


@pytest.fixture
def states(log):
    return States(log, Codec(TillEvent))


def many(states, command, known=None):
    return Many(states, Context("ann", "sales", command), known)


def opened(states, *ids):
    for id in ids:
        Commits(states, Context("ann", "sales", f"open {id}")).commit(
            create(TILL, id, open_till, id)
        )


def test_many_are_loaded_with_one_question(log, states):
    opened(states, "1", "2", "3")
    log.asked = 0

    found = States(log, Codec(TillEvent)).load_many([(TILL, id) for id in "1234"])
    fresh = [States(log, Codec(TillEvent)).load(TILL, id, fresh=True) for id in "1234"]

    assert found == fresh
    assert log.asked == 1 + 4


def test_what_is_known_already_is_brought_up_to_date(log, states):
    opened(states, "1", "2")
    reader = States(log, Codec(TillEvent))
    reader.load(TILL, "1", fresh=True)
    Commits(states, Context("ann", "sales", "pay")).commit(change(TILL, "1", pay, "1", 5))

    assert [loaded.version for loaded in reader.load_many([(TILL, "1"), (TILL, "2")])] == [2, 1]


class Generous(MemoryLog):
    """Answers more than it was asked for, as a log may."""

    def excerpts(self, after):
        return super().excerpts(dict.fromkeys(after, min(after.values())))


def test_what_was_folded_before_is_not_folded_again():
    states = States(Generous("shop"), Codec(TillEvent))
    opened(states, "1", "2")
    Commits(states, Context("ann", "sales", "pay")).commit(change(TILL, "1", pay, "1", 5))
    reader = States(states.log, Codec(TillEvent))
    for id in "12":
        reader.load(TILL, id, fresh=True)

    assert [one.state for one in reader.load_many([(TILL, "1"), (TILL, "2")])] == [5, 0]


def test_what_many_have_decided_is_not_remembered_but_for_the_first(log, states):
    many(states, "c").commit(*(create(TILL, id, open_till, id) for id in "123"))

    assert set(states._cache) == {"till/1"}
    assert log.head() == 3


def test_who_guessed_wrong_decides_anew_on_what_is_there(log, states):
    opened(states, "2")

    with pytest.raises(Rejected, match="already-exists"):
        many(states, "c").commit(*(create(TILL, id, open_till, id) for id in "12"))
    assert log.head() == 1


def test_what_the_caller_has_loaded_saves_the_question(log, states):
    opened(states, "1", "2")
    known = dict(
        zip(["till/1", "till/2"], states.load_many([(TILL, "1"), (TILL, "2")]), strict=True)
    )
    log.asked = 0

    many(states, "c", known).commit(change(TILL, "1", pay, "1", 1), change(TILL, "2", pay, "2", 1))

    assert log.asked == 0
    assert log.head() == 4
