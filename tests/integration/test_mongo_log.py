"""The log in MongoDB keeps the promises of every log, also between processes."""

import pytest

from kernel.group_commit import POSITION
from kernel.log import Conflict, Duplicate
from kernel.mongo import MongoLog
from kernel.refusal import Invalid
from tests.integration.servers import throwaway_database
from tests.log_contract import LogContract, draft, entry, together


@pytest.fixture
def database():
    with throwaway_database() as database:
        yield database


@pytest.fixture
def log(database) -> MongoLog:
    log = MongoLog(database, "test")
    log.create_indexes()
    return log


@pytest.fixture
def rival(database) -> MongoLog:
    """Another process on the same log: it has a group commit of its own."""
    return MongoLog(database, "test")


class TestMongoLog(LogContract):
    pass


def test_two_processes_race_for_the_end_and_leave_no_hole(log, rival):
    results = together(
        [
            lambda n=n, side=side: [
                side.append(draft(f"{n}.{k}", entry(f"s/{n}", k))) for k in range(1, 16)
            ]
            for n, side in enumerate([log, rival] * 4)
        ]
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert [commit.position for commit in log.after(0, 1000)] == list(range(1, 121))
    assert log.end.lost_races + rival.end.lost_races > 0


def test_a_command_known_from_another_process_is_a_duplicate(log, rival):
    first = log.append(draft("1", entry("a/1", 1)))

    with pytest.raises(Duplicate) as caught:
        rival.append(draft("1", entry("b/1", 1)))
    assert caught.value.commit == first


def test_one_taken_version_in_a_batch_does_not_hold_up_the_others(log, rival):
    rival.append(draft("0", entry("a/0", 1)))

    results = together(
        [lambda n=n: log.append(draft(f"c{n}", entry(f"a/{n}", 1))) for n in range(30)]
    )

    assert [type(r) for r in results if isinstance(r, Exception)] == [Conflict]
    assert log.head() == 30


def test_commits_that_wait_are_written_together(log):
    together([lambda n=n: log.append(draft(f"c{n}", entry(f"a/{n}", 1))) for n in range(64)])

    assert log.end.commits == 64
    assert log.end.batches < 32


def test_a_commit_too_large_for_the_server_is_refused_and_harms_no_other(log):
    huge = draft("huge", entry("a/huge", 1))
    huge.entries[0].data["text"] = "x" * 17_000_000

    results = together(
        [lambda: log.append(huge)]
        + [lambda n=n: log.append(draft(f"c{n}", entry(f"a/{n}", 1))) for n in range(9)]
    )

    assert [type(r) for r in results if isinstance(r, Exception)] == [Invalid]
    assert log.head() == 9


def test_the_position_is_refused_before_the_keys_are_looked_at(log):
    """The algorithm relies on it: a lost race is told apart from a taken version."""
    log.append(draft("1", entry("a/1", 1)))
    log.end._end = 0  # as if another process had appended meanwhile

    with pytest.raises(Conflict):
        log.append(draft("2", entry("a/1", 1)))
    assert log.end.lost_races == 1
    assert POSITION == "_id"


def test_streams_that_have_not_begun_are_looked_for_without_reading_the_rest(database, log):
    """Few commits of many streams each, as a load leaves them, and more streams between theirs."""
    for load in range(4):
        log.append(draft(str(load), *(entry(f"a/{n}.{load}", 1) for n in range(100, 150))))
    database.command("profile", 2)
    for some in range(3):
        assert log.excerpts({f"a/{n}.{some}+": 0 for n in range(100, 150)}) == []
    database.command("profile", 0)
    looked = list(database["system.profile"].find({"op": "query", "ns": log.collection.full_name}))
    assert [one["docsExamined"] for one in looked] == [0, 0, 0]
