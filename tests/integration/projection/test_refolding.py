"""Rows are compared with a fresh fold: every row that is wrong, missing or too many is found."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from kernel.database import connect, service_database
from kernel.engine import Engine
from kernel.feed import feed
from kernel.fresh import Unfoldable
from kernel.generations import rebuild
from kernel.group import Group
from kernel.history import Rewound
from kernel.live import rows_of
from kernel.log import Draft, Entry
from kernel.mongo import MongoLog
from kernel.parked import ParkedStreams
from kernel.refolding import Difference, differences
from kernel.refusal import Unavailable
from kernel.subscription import Fetch
from kernel.switching import advance
from tests.game import CODECS, Bought, Left, Scored, World, group

STAND = group("fair")


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Logs of a game and a shop, and rows that have all of them."""
    monkeypatch.setenv("GUANXI_PREFIX", f"r{uuid4().hex[:8]}")
    made = connect()
    world = World()
    for number in range(60):
        world.happen(Scored(f"p{number % 20}", number), Scored("ann", 1))
        world.happen(Bought(f"p{number % 7}", "1.50"), source="shop")
    world.happen(Left("p3"))
    world.happen(Scored("bob", -1), Scored("bob", 4))  # parked
    store(made, world)
    catch_up(made, STAND)
    yield made
    for name in made.list_database_names():
        if name.startswith(os.environ["GUANXI_PREFIX"]):
            made.drop_database(name)
    made.close()


def store(client: Any, world: World) -> None:
    for source, memory in world.logs.items():
        log = MongoLog(service_database(client, source), source)
        log.create_indexes()
        for commit in memory.commits:
            log.append(Draft(commit.entries, commit.at, commit.meta))


def catch_up(client: Any, of: Group) -> None:
    logs = {source: MongoLog(service_database(client, source), source) for source in CODECS}
    engine = Engine(service_database(client, "fair"), of)
    advance(engine, fetch_of(client), {source: log.head() for source, log in logs.items()})


def fetch_of(client: Any) -> Fetch:
    logs = {source: MongoLog(service_database(client, source), source) for source in CODECS}
    return lambda source, after, limit: feed(logs[source], after, limit)


def found(client: Any, sample: int | None = None) -> list[tuple[str, str]]:
    return [(one.projection, one.key) for one in compared(client, sample)[1]]


def compared(client: Any, sample: int | None = None) -> tuple[int, list[Difference]]:
    return differences(client, STAND, sample, lambda events: None)


def test_rows_that_are_right_differ_in_nothing(client: Any) -> None:
    number, differing = compared(client)
    assert differing == []
    assert number > 40


def test_events_that_are_parked_are_not_expected_in_the_rows(client: Any) -> None:
    assert service_database(client, "fair")["parked"].count_documents({}) == 2
    assert ("totals", "bob") not in found(client)


def test_an_event_that_was_given_up_is_not_expected_either_and_a_rebuild_meets_it_again(
    client: Any,
) -> None:
    database = service_database(client, "fair")
    engine = Engine(database, STAND)
    assert engine.drop("game", "game/bob") == 1
    assert engine.replay("game", "game/bob") == 1
    parked = ParkedStreams(database, "stand.g1")
    assert (parked.list(), parked.count(), parked.given_up()) == ([], 0, 1)
    assert found(client) == []
    rebuild(database, STAND, fetch_of(client), lambda line: None)
    assert ParkedStreams(database, "stand.g2").count() == 2
    assert ParkedStreams(database, "stand.g2").given_up() == 0


def test_what_this_program_cannot_fold_is_named_and_nothing_is_compared(client: Any) -> None:
    """Rows of another version have it; a defect has been deployed since."""
    service_database(client, "fair")["parked"].delete_many({})
    with pytest.raises(Unfoldable, match="Scored at game:") as caught:
        differences(client, STAND, None, lambda number: None)
    assert "nobody can score less than nothing" in caught.value.detail


def test_an_event_of_a_type_unknown_here_is_passed_over_as_workers_do(client: Any) -> None:
    log = MongoLog(service_database(client, "game"), "game")
    entry = Entry("game/zoe", 1, "Flew", 1, {})
    log.append(Draft((entry,), datetime.now(UTC), {"command_id": "unknown"}))
    catch_up(client, STAND)
    assert found(client) == []


@pytest.mark.parametrize(
    ("change", "slug"),
    [({"format": 2}, "newer-format"), ({"projections": ["totals"]}, "rebuild-needed")],
)
def test_rows_that_are_not_those_of_this_program_are_not_compared(
    client: Any, change: dict[str, Any], slug: str
) -> None:
    checkpoints = service_database(client, "fair")["checkpoints"]
    checkpoints.update_one({"_id": "stand.g1"}, {"$set": change})
    with pytest.raises(Unavailable, match=slug):
        differences(client, STAND, None, lambda number: None)


def test_a_row_that_was_changed_is_found_with_both_values(client: Any) -> None:
    rows = rows_of(service_database(client, "fair"), "totals", 1)
    rows.update_one({"_id": "p5"}, {"$inc": {"points": 1}})
    [one] = compared(client)[1]
    assert one.key == "p5"
    assert one.stored
    assert one.folded
    assert one.stored["points"] == one.folded["points"] + 1


def test_a_row_that_is_missing_and_one_too_many_are_found(client: Any) -> None:
    rows = rows_of(service_database(client, "fair"), "tally", 1)
    rows.delete_one({"_id": "p6"})
    rows.insert_one({"_id": "nobody", "events": 1})
    assert found(client) == [("tally", "nobody"), ("tally", "p6")]


def test_a_sample_is_about_as_large_as_was_asked_and_finds_what_is_in_it(client: Any) -> None:
    number, _ = compared(client, 20)
    assert 5 <= number <= 40
    rows = rows_of(service_database(client, "fair"), "totals", 1)
    rows.update_many({}, {"$set": {"points": -7}})
    wrong = found(client, 20)
    assert wrong
    assert set(wrong) < set(found(client))


def test_rows_that_are_behind_are_compared_with_where_they_stand(client: Any) -> None:
    log = MongoLog(service_database(client, "game"), "game")
    world = World()
    world.logs["game"].commits.extend(log.after(0, 1000))
    world._versions["game/ann"] = 60
    world.happen(Scored("ann", 100))
    commit = world.logs["game"].commits[-1]
    log.append(Draft(commit.entries, commit.at, {"command_id": "later"}))
    assert found(client) == []


def test_rows_ahead_of_their_log_are_told_and_not_waited_for(client: Any) -> None:
    source = next(iter(STAND.sources))
    service_database(client, source)["log"].delete_many({"_id": {"$gt": 5}})
    with pytest.raises(Rewound, match=f"crm mend {source}"):
        differences(client, STAND, None, lambda number: None)
