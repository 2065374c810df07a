"""A primary dies with what it alone had: each rule kept, and each broken to see what it is for.

Everything is prepared before one kill of one primary: `kept` is the program as it is, `broken`
the same with one concern turned down. What each of them did is judged afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from kernel.database import DURABLE, MAJORITY, connect
from kernel.document import to_document
from kernel.end_of_log import EndOfLog
from kernel.group_commit import Insert, Taken, Written
from kernel.log import Commit
from kernel.mongo import MongoLog
from tests.contests import history
from tests.integration.proofs.replica_set import replica_set
from tests.log_contract import draft, entry

LOCAL = ReadConcern("local")
ALONE = WriteConcern(w=1)
BEFORE = 10  # commits that everybody has
ORPHANS = range(BEFORE + 1, BEFORE + 4)  # commits that die with the primary
GIVE_UP = 60.0

Documents = Database[dict[str, Any]]


class Slow(EndOfLog):
    """Between its reading of the end and its insert there is time for a failover."""

    def __init__(self, log: MongoLog) -> None:
        super().__init__(log.collection, GIVE_UP)
        self.has_read, self.go_on = Event(), Event()

    def _insert(self, step: Insert, until: float) -> Written:
        self.has_read.set()
        self.go_on.wait()
        return super()._insert(step, until)


@dataclass
class Case:
    """One log, and whoever writes and reads it before and after the failover."""

    log: MongoLog  # as the program has it, or with one concern turned down
    sound: MongoLog  # as the program has it, to judge by
    rival: Slow = field(init=False)
    seen: list[Commit] = field(default_factory=list)
    found: Commit | None = None
    acknowledged: list[Any] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    damage: dict[str, int] = field(default_factory=dict)  # once everybody has been answered

    def __post_init__(self) -> None:
        self.sound.create_indexes()
        self.rival = Slow(self.log)
        for number in range(1, BEFORE + 1):
            self.sound.append(draft(f"before {number}", entry(f"s/{number}", 1)))

    def begin(self) -> None:
        """While nothing is replicated."""
        orphans = [
            Commit(n, d.entries, d.at, d.meta)
            for n in ORPHANS
            for d in [draft(f"orphan {n}", entry(f"orphan/{n}", 1))]
        ]  # of a writer that is killed together with the primary
        alone = self.sound.collection.with_options(write_concern=ALONE)
        alone.insert_many([to_document(commit) for commit in orphans])
        self._in_thread(self.rival, "rival")
        self.rival.has_read.wait(GIVE_UP)
        self.seen = self.log.after(BEFORE, 100)
        self.found = self.log.find(f"orphan {ORPHANS[0]}")

    def finish(self) -> None:
        self.rival.go_on.set()
        for thread in self.threads:
            thread.join(GIVE_UP)
            assert not thread.is_alive()
        documents = list(self.sound.collection.find().sort("_id"))
        self.damage = {what: n for what, n in history.damage(documents).items() if n}
        for number in range(5):
            self.sound.append(draft(f"after {number}", entry(f"after/{number}", 1)))

    def _in_thread(self, end: EndOfLog, command: str) -> None:
        outcomes: list[Any] = [None]
        made = draft(command, entry(f"s/{command}", 1))

        def write() -> None:
            end.write([made], outcomes)
            self.acknowledged += outcomes

        self.threads.append(Thread(target=write, daemon=True))
        self.threads[-1].start()

    def write_through(self) -> None:
        """A command of somebody who waits for his answer while nothing is replicated."""
        self._in_thread(EndOfLog(self.log.collection, GIVE_UP), "waiting")


def log_of(database: Documents, read: ReadConcern = MAJORITY, write: Any = DURABLE) -> MongoLog:
    log = MongoLog(database, "test")
    log.collection = log.collection.with_options(read_concern=read, write_concern=write)
    return log


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Case]]:
    with (
        replica_set(tmp_path_factory.mktemp("set")) as servers,
        connect(servers.uri) as client,
    ):
        cases = {
            "kept": case(client, "kept"),
            "local reads": case(client, "local_reads", read=LOCAL),
            "waiting": case(client, "waiting"),
            "waiting, one server is enough": case(client, "alone", write=ALONE),
        }
        servers.hold()
        for name, one in cases.items():
            one.write_through() if "waiting" in name else one.begin()
        alone = cases["waiting, one server is enough"]
        alone.threads[0].join(GIVE_UP)
        assert cases["waiting"].acknowledged == []  # nobody is told before a majority has it
        servers.fail_over()
        for one in cases.values():
            one.finish()
        yield cases


def case(client: "MongoClient[Any]", name: str, **concerns: Any) -> Case:
    database = client.get_database(name, read_concern=MAJORITY, write_concern=DURABLE)
    return Case(log_of(database, **concerns), MongoLog(database, "test"))


def test_an_end_read_on_the_majority_leaves_no_hole(after: dict[str, Case]) -> None:
    kept = after["kept"]
    assert [outcome.position for outcome in kept.acknowledged] == [BEFORE + 1]
    assert kept.damage == {}


def test_an_end_read_locally_leaves_a_hole_below_what_is_acknowledged(
    after: dict[str, Case],
) -> None:
    broken = after["local reads"]
    assert [outcome.position for outcome in broken.acknowledged] == [ORPHANS[-1] + 1]
    assert broken.damage == {"positions missing or twice": 1}


def test_a_reader_of_the_majority_sees_every_event_and_no_phantom(after: dict[str, Case]) -> None:
    kept = after["kept"]
    assert kept.seen == []
    assert skipped(kept) == []


def test_a_local_reader_sees_phantoms_and_skips_what_comes_in_their_place(
    after: dict[str, Case],
) -> None:
    broken = after["local reads"]
    assert [commit.position for commit in broken.seen] == list(ORPHANS)
    assert phantoms(broken) == [f"orphan {number}" for number in ORPHANS]


def test_a_command_is_found_only_when_it_cannot_be_lost_any_more(after: dict[str, Case]) -> None:
    assert after["kept"].found is None
    promised = after["local reads"].found
    assert promised is not None
    assert after["local reads"].sound.find(promised.meta["command_id"]) is None


def test_what_a_majority_has_acknowledged_outlives_the_primary(after: dict[str, Case]) -> None:
    """The same command id was sent again to the next primary, and is in the log once."""
    kept = after["waiting"]
    [outcome] = kept.acknowledged  # `Taken` when it was sent once more than was needed
    assert outcome in (kept.sound.find("waiting"), Taken("!waiting"))
    assert kept.sound.find("waiting") is not None
    assert kept.damage == {}


def test_what_one_server_has_acknowledged_is_lost_with_it(after: dict[str, Case]) -> None:
    broken = after["waiting, one server is enough"]
    assert len(broken.acknowledged) == 1
    assert broken.sound.find("waiting") is None


def skipped(case: Case) -> list[int]:
    """Positions that a reader who goes on behind what he has seen does not get."""
    cursor = case.seen[-1].last if case.seen else BEFORE
    read = [commit.position for commit in case.sound.after(cursor, 100)]
    there = [commit.position for commit in case.sound.after(BEFORE, 100)]
    return [position for position in there if position not in read]


def phantoms(case: Case) -> list[str]:
    """Commands that were shown to a reader and are not in the log."""
    commands = [commit.meta["command_id"] for commit in case.seen]
    return [command for command in commands if case.sound.find(command) is None]
