"""Rows are compared with a fresh fold: every row that is wrong, missing or too many is found."""

import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from kernel.database import connect, service_database
from kernel.engine import Engine
from kernel.feed import feed
from kernel.group import Group
from kernel.history import Rewound
from kernel.live import rows_of
from kernel.log import Draft
from kernel.mongo import MongoLog
from kernel.refolding import Difference, differences
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
    heads = {source: log.head() for source, log in logs.items()}
    advance(engine, lambda source, after, limit: feed(logs[source], after, limit), heads)


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
