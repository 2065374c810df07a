"""What has been decided already goes into one commit, or is decided anew by who is told."""

import pytest

from kernel import decided
from kernel.codec import Codec
from kernel.context import Context
from kernel.decided import Part
from kernel.log import Conflict, Duplicate, MemoryLog
from kernel.states import States
from tests.unit.kernel.till import TILL, TillEvent, open_till, pay

MAY = Context("may", "manager", "step 1")


@pytest.fixture
def states():
    return States(MemoryLog("shop"), Codec(TillEvent))


def opened(id):
    return Part(TILL.stream(id), 0, open_till(TILL.initial, id))


def test_all_parts_are_one_commit_and_the_first_is_answered(states):
    commit = decided.commit(states, MAY, "1", [opened("1"), opened("2")])

    assert [(e.stream, e.version) for e in commit.entries] == [("till/1", 1), ("till/2", 1)]
    assert commit.meta["answer"] == {"id": "1", "version": 1}
    assert (commit.meta["actor"], commit.meta["command_id"]) == ("may", "step 1")


def test_versions_go_on_from_where_it_was_looked_at(states):
    decided.commit(states, MAY, "1", [opened("1")])
    loaded = states.load(TILL, "1", fresh=True)
    paid = pay(loaded.state, "1", 5) + pay(loaded.state, "1", 6)

    decided.commit(states, Context("may", "manager", "step 2"), "1", [Part("till/1", 1, paid)])

    after = states.load(TILL, "1", fresh=True)
    assert (after.state, after.version) == (11, 3)


def test_one_part_that_has_moved_on_stops_all_of_them(states):
    decided.commit(states, MAY, "1", [opened("1")])

    with pytest.raises(Conflict):
        decided.commit(states, Context(command_id="late"), "2", [opened("2"), opened("1")])
    assert states.log.head() == 1


def test_a_step_is_taken_once(states):
    decided.commit(states, MAY, "1", [opened("1")])

    with pytest.raises(Duplicate):
        decided.commit(states, MAY, "1", [opened("1")])
