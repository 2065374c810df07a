"""Whatever the schedule, a log has no hole, loses nothing acknowledged and has nothing twice."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.group_commit import Insert, ReadEnd, Taken, Written, place
from kernel.log import Commit
from tests.log_contract import AT, draft, entry
from tests.unit.kernel.replica import Hole, Replica, Writer

WRITERS = 3
EVENTS = ("advance", "advance", "advance", "replicate", "replicate", "kill", "fail over")


def drafts_of(writer: int) -> list[list]:
    """Batches of own streams, one of them of two events, and a version that all writers want."""
    own = [draft(f"{writer}.{n}", entry(f"own/{writer}.{n}", 1)) for n in range(3)]
    pair = draft(f"{writer}.pair", entry(f"pair/{writer}", 1), entry(f"pair/{writer}", 2))
    wanted = draft(f"{writer}.wanted", entry("wanted/1", 1))
    return [[own[0], pair], [wanted, own[1]], [own[2]]]


def run(schedule: list[tuple[str, int]], replica: Replica) -> list[Writer]:
    writers = [Writer(replica, drafts_of(number)) for number in range(WRITERS)]
    acts: dict[str, Callable[[int], None]] = {
        "advance": lambda n: writers[n % WRITERS].advance(),
        "replicate": lambda n: replica.replicate(),
        "kill": lambda n: writers[n % WRITERS].kill(),
        "fail over": lambda n: replica.fail_over(n % 3),
    }
    for name, number in schedule:
        acts[name](number)
    for _ in range(2_000):  # the weather clears: everybody comes to an end
        for writer in writers:
            writer.advance()
        replica.replicate()
        if all(writer.done for writer in writers):
            return writers
    raise AssertionError("somebody never came to an end")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 11)), max_size=80))
def test_any_schedule_leaves_the_log_of_the_sequential_model(schedule):
    replica = Replica()

    writers = run(schedule, replica)

    commands = [commit.meta["command_id"] for commit in replica.log]
    assert len(commands) == len(set(commands)), "a command took effect twice"
    for writer in writers:
        assert all(commit in replica.log for commit in writer.acknowledged), "lost"
    everything = {f"{w}.{n}" for w in range(WRITERS) for n in (0, 1, 2, "pair")}
    assert everything <= set(commands), "a retried command was never written"
    assert sum(command.endswith("wanted") for command in commands) == 1
    assert sum(len(commit.entries) for commit in replica.log) == replica.log[-1].last


@pytest.mark.parametrize("reads_local", [False, True])
def test_the_end_is_never_taken_from_a_local_read(reads_local):
    """The secondaries hang; a rival reads the end; the primary dies with what only it had."""
    replica = Replica(reads_local=reads_local)
    unlucky = Writer(replica, [[draft("1", entry("a/1", 1)), draft("2", entry("a/2", 1))]])
    rival = Writer(replica, [[draft("3", entry("b/1", 1))]])
    for _ in range(2):
        unlucky.advance()  # reads the end and inserts: on the primary only

    rival.advance()  # reads the end
    replica.fail_over(kept=0)
    rival.advance()  # inserts on the new primary

    if reads_local:
        with pytest.raises(Hole):
            replica.replicate()
    else:
        replica.replicate()
        rival.advance()
        assert [commit.position for commit in rival.acknowledged] == [1]


def answers(drafts, *, end=0, replies):
    """Drive the algorithm by hand; returns its steps and the outcomes."""
    outcomes = [None] * len(drafts)
    steps, taken = place(drafts, end, outcomes), []
    step = next(steps)
    for reply in replies:
        taken.append(step)
        try:
            step = steps.send(reply)
        except StopIteration as stop:
            return taken, outcomes, stop.value
    raise AssertionError("it asked for more")


ONE = draft("1", entry("a/1", 1))
TWO = draft("2", entry("b/1", 1), entry("b/1", 2))
THREE = draft("3", entry("c/1", 1))


def test_a_batch_is_numbered_from_the_end():
    _, outcomes, end = answers([ONE, TWO, THREE], end=7, replies=[Written(3)])

    assert [commit.position for commit in outcomes] == [8, 9, 11]
    assert end == 11


def test_the_loser_of_a_race_keeps_what_was_written_and_reads_the_end():
    steps, outcomes, end = answers(
        [ONE, TWO], end=7, replies=[Written(1, refused="_id"), 30, Written(1)]
    )

    assert steps[1] == ReadEnd(beyond=9)
    assert [commit.position for commit in outcomes] == [8, 31]
    assert end == 32


def test_after_a_taken_key_the_others_move_up():
    steps, outcomes, _ = answers(
        [ONE, TWO, THREE], end=0, replies=[Written(1, refused="b/1@1"), Written(1)]
    )

    assert outcomes == [
        Commit(1, ONE.entries, AT, ONE.meta),
        Taken("b/1@1"),
        Commit(2, THREE.entries, AT, THREE.meta),
    ]
    assert isinstance(steps[1], Insert)


def test_an_unknown_outcome_acknowledges_nothing_and_sends_the_same_commands_again():
    steps, outcomes, _ = answers(
        [ONE, THREE],
        end=0,
        replies=[Written(0, unknown=True), 1, Written(0, refused="!1"), Written(1)],
    )

    assert isinstance(steps[1], ReadEnd)
    assert outcomes == [Taken("!1"), Commit(2, THREE.entries, AT, THREE.meta)]
