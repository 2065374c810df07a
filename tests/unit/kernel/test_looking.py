"""A reaction that has to look before it knows which streams it touches."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from kernel.aggregate import Aggregate
from kernel.change import change
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.consequences import LOOKS, Consequences
from kernel.context import Context
from kernel.envelope import envelopes
from kernel.group import Reactions
from kernel.log import Commit, Entry, MemoryLog
from kernel.refusal import Overtaken, Unavailable
from kernel.states import States


@dataclass(frozen=True)
class Called:
    name: str


@dataclass(frozen=True)
class Noted:
    name: str
    seen: int


NOTES = Aggregate("notes", 0, lambda n, _: n + 1, Noted, implicit=True)


def note(count, name, seen):
    if count != seen:
        raise Overtaken("moved", "there is another note by now")
    return [Noted(name, seen)]


def happened(tell):
    log = MemoryLog("jury")
    states = States(log, Codec(Noted))
    sources = {"game": Codec(Called)}
    consequences = Consequences(Reactions("notes", "jury", sources, tell), states)
    return log, states, consequences


def called(name):
    entry = Entry("calls/1", 1, "Called", 1, {"name": name})
    [made] = envelopes("game", Commit(1, (entry,), datetime(2026, 1, 5, tzinfo=UTC), {}))
    return made


def test_what_it_looked_at_and_has_changed_is_looked_at_again():
    looks = []

    def looking(states):
        looks.append(states.load(NOTES, "n", fresh=True).state)
        if len(looks) == 1:  # somebody else is faster
            rival(states)
        return [change(NOTES, "n", note, "ann", looks[-1])]

    log, _, consequences = happened(lambda recorded: looking)
    assert consequences.of([called("ann")], ()) == []
    assert looks == [0, 1]
    assert len(log.commits) == 2


def test_what_changes_all_the_time_is_tried_again_with_its_batch():
    looks = []

    def looking(states):
        looks.append(1)
        return [change(NOTES, "n", note, "ann", -1)]

    log, _, consequences = happened(lambda recorded: looking)
    with pytest.raises(Unavailable):
        consequences.of([called("ann")], ())
    assert (len(looks), log.commits) == (LOOKS, [])


def rival(states):
    log = Commits(states, Context(command_id="rival"))
    log.commit(change(NOTES, "n", note, "bob", 0))
