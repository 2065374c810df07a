"""The rules of reading a log and of remembering how far one has come, each kept and each broken."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from pymongo import MongoClient, monitoring
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.read_concern import ReadConcern

from kernel import checkpoint
from kernel.checkpoint import Checkpoint
from kernel.confirms import Confirms
from kernel.cursor import Cursor
from kernel.database import DURABLE, MAJORITY
from kernel.engine import Engine
from kernel.feed import Hole, feed
from kernel.lease import Fenced
from kernel.live import Documents
from kernel.log import Commit
from kernel.mongo import MongoLog
from kernel.rows import Rows
from kernel.settings import mongo_uri
from tests.game import Scored, World, group
from tests.integration.projection.stand import caught_up, expected, stored
from tests.integration.relaying import Rig, rig
from tests.integration.servers import throwaway_database
from tests.log_contract import draft, entry


@pytest.fixture
def database() -> Iterator[Database[dict[str, Any]]]:
    with throwaway_database() as made:
        yield made


@pytest.fixture
def world() -> World:
    return World()


class Literal(MongoLog):
    """Begins at the first commit *after* the position, and not in the one that holds it."""

    def after(self, position: int, limit: int) -> list[Commit]:
        return self._find({"_id": {"$gt": position}})[:limit]


def filled(log: MongoLog) -> MongoLog:
    """Three commits of three events each."""
    log.create_indexes()
    for n in range(3):
        log.append(draft(f"c{n}", *(entry(f"s/{n}", version) for version in (1, 2, 3))))
    return log


def pages(log: MongoLog, size: int) -> list[int]:
    """Positions that a subscriber gets who reads the feed page by page."""
    seen: list[int] = []
    while (page := feed(log, len(seen), size))["next"] > len(seen):
        seen += [envelope["position"] for envelope in page["events"]]
    return seen


def test_the_feed_begins_inside_a_commit(database: Documents) -> None:
    assert pages(filled(MongoLog(database, "test")), 2) == list(range(1, 10))


def test_a_feed_that_begins_behind_the_position_has_holes(database: Documents) -> None:
    """The reader's own guard sees it; else event 3 would never have come."""
    with pytest.raises(Hole, match="3 is missing"):
        pages(filled(Literal(database, "test")), 2)


class EveryConfirm(Confirms):
    """Moves with each event that is confirmed, also amid a commit."""

    def publish(self, ends: int = 0) -> None:
        super().publish(self.published + 1)


def confirmed(confirms: Confirms, sizes: Sequence[int], tags: int) -> int:
    """Where the cursor stands when so many messages have been confirmed."""
    position = 0
    for size in sizes:
        for number in range(size):
            position += 1
            confirms.publish(position if number == size - 1 else 0)
    confirms.confirm(tags, multiple=True)
    return confirms.position


@pytest.mark.parametrize(("kind", "at", "lost"), [(Confirms, 3, []), (EveryConfirm, 4, [5, 6])])
def test_a_cursor_amid_a_commit_loses_its_rest_to_whoever_goes_on_behind_it(
    database: Documents, kind: type[Confirms], at: int, lost: list[int]
) -> None:
    """Confirmed up to event 4, then killed. Behind the end of a commit any reader goes on well."""
    log = filled(Literal(database, "test"))
    cursor = confirmed(kind(), (3, 3, 3), tags=4)
    published = set(range(1, 5))
    for commit in log.after(cursor, 100):
        published |= set(range(commit.position, commit.last + 1))
    assert cursor == at
    assert [position for position in range(1, 10) if position not in published] == lost


class Unfenced(Cursor):
    """Stores whatever it likes, whoever has taken the cursor since."""

    def store(self, position: int) -> None:
        self.cursors.update_one({"_id": self.name}, {"$set": {"position": position}})


def stored_by(kind: type[Cursor], database: Documents, position: int) -> int:
    """A relay that has slept through its lease stores; where does its successor's stand then?"""
    cursors = database["cursors"]
    asleep = kind(cursors, "relay", epoch=1)
    successor = Cursor(cursors, "relay", epoch=2)
    successor.store(9)
    try:
        asleep.store(position)
    except Fenced:
        assert kind is Cursor
    return Cursor(cursors, "relay", epoch=3).position


@pytest.mark.parametrize("late", [4, 30])
def test_a_relay_that_was_succeeded_does_not_move_the_cursor(
    database: Documents, late: int
) -> None:
    assert stored_by(Cursor, database, late) == 9


@pytest.mark.parametrize("late", [4, 30])
def test_without_the_epoch_it_moves_back_or_beyond_what_was_published(
    database: Documents, late: int
) -> None:
    """Beyond: an operator had set it back, for the broker was wiped; now 10 to 30 never come."""
    assert stored_by(Unfenced, database, late) == late


def careless(
    database: Documents,
    old: Checkpoint,
    positions: dict[str, int],
    session: ClientSession,
    *how: Any,
) -> Checkpoint:
    """`checkpoint.advance` that does not ask whether the revision is the one that was read."""
    now = checkpoint.load(database, old.id, session)
    return sound(database, now, positions, session, *how)


sound = checkpoint.advance


@pytest.mark.parametrize(("advance", "kept"), [(sound, True), (careless, False)])
def test_two_workers_of_one_group_do_not_count_an_event_twice(
    database: Documents, world: World, monkeypatch: pytest.MonkeyPatch,
    advance: Callable[..., Checkpoint], kept: bool,
) -> None:  # fmt: skip
    """Both have read the checkpoint; the lease of one has run out, and it does not know."""
    caught_up(database, world)
    monkeypatch.setattr(checkpoint, "advance", advance)
    first, second = Engine(database, group()), Engine(database, group())
    first.positions()
    second.positions()
    events = world.happen(Scored("ann", 1))
    first.apply(events)
    try:
        second.apply(events)
    except Fenced:
        assert kept
    assert (stored(database) == expected(world)) is kept
    assert stored(database)["totals"]["ann"]["points"] == (1 if kept else 2)


class Overheard(monitoring.CommandListener):
    """Notes reads of which nobody said that they are of the majority."""

    def __init__(self) -> None:
        self.reads: list[str] = []
        self.weak: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        name, command = event.command_name, event.command
        if name not in ("find", "aggregate", "distinct", "count"):
            return
        self.reads.append(str(command[name]))
        in_transaction = "txnNumber" in command and not command.get("autocommit", True)
        level = command.get("readConcern", {}).get("level")
        if level not in ("majority", "snapshot") and not (in_transaction and level is None):
            self.weak.append(f"{name} {command[name]}: {level}")

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...
    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


@pytest.fixture
def overheard() -> Iterator[tuple[Overheard, Rig]]:
    heard = Overheard()
    client: MongoClient[dict[str, Any]] = MongoClient(
        mongo_uri(), tz_aware=True, event_listeners=[heard]
    )
    with client, rig() as system:
        name, source = system.database.name, system.log.source
        database = client.get_database(name, read_concern=MAJORITY, write_concern=DURABLE)
        system.database, system.log = database, MongoLog(database, source)
        yield heard, system


def read_everything(system: Rig) -> None:
    """Whatever reads a log or what was made of it: command handler, feed, relay, projection."""
    log = system.log
    filled(log)
    log.head()
    log.find("c1")
    log.stream("s/1")
    log._durable("s/1@1")
    pages(log, 2)
    system.relay()
    system.positions(upto=9)
    world = World()
    world.happen(Scored("ann", 1))
    caught_up(system.database, world)
    rows = Rows(system.database, group())
    rows.wait("game", 1)
    rows.collection("totals").find_one({"_id": "ann"})


def test_every_read_is_a_read_of_the_majority(overheard: tuple[Overheard, Rig]) -> None:
    heard, system = overheard
    read_everything(system)
    assert {"log", "checkpoints", "generations", "totals.g1"} <= set(heard.reads)
    assert heard.weak == []


def test_a_local_read_is_overheard(overheard: tuple[Overheard, Rig]) -> None:
    heard, system = overheard
    local = system.log.collection.with_options(read_concern=ReadConcern("local"))
    system.log.collection = local
    read_everything(system)
    assert set(heard.weak) == {"find log: local"}
