"""Before a log is mended: who remembers something else of it? Nobody means nothing to mend."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from kernel.database import connect, service_database
from kernel.doubts import doubters
from kernel.feed import entries
from kernel.history import mark, mark_of
from kernel.log import Draft, Entry
from kernel.mongo import MongoLog
from tests.game import group

STAND = group("fair")


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A log of three commits that a relay and a group have read, and remember the last of."""
    monkeypatch.setenv("GUANXI_PREFIX", f"d{uuid4().hex[:8]}")
    made = connect()
    log = MongoLog(service_database(made, "game"), "game")
    log.create_indexes()
    for number in range(3):
        append(log, number)
    [commit] = log.after(2, 1)
    [(_, envelope)] = entries(log, 2, 1)
    service_database(made, "game")["cursors"].insert_one(
        {"_id": "relay", "position": 3, "mark": mark_of(commit)}
    )
    service_database(made, "fair")["checkpoints"].insert_one(
        {"_id": "stand.g1", "positions": {"game": 3}, "rev": 1, "marks": {"game": mark(envelope)}}
    )
    yield made
    for name in made.list_database_names():
        if name.startswith(os.environ["GUANXI_PREFIX"]):
            made.drop_database(name)
    made.close()


def append(log: MongoLog, number: int) -> None:
    entry = Entry(f"game/{uuid4().hex}", 1, "Scored", 1, {"player": "ann", "points": number})
    log.append(Draft((entry,), datetime.now(UTC), {"command_id": uuid4().hex}))


def in_doubt(client: Any) -> list[str]:
    return list(doubters(client, (STAND,), "game"))


def test_where_all_remember_what_stands_there_nobody_is_in_doubt(client: Any) -> None:
    assert in_doubt(client) == []
    append(MongoLog(service_database(client, "game"), "game"), 4)
    assert in_doubt(client) == []


def test_a_log_that_was_restored_and_written_on_is_doubted_by_all_who_had_read_more(
    client: Any,
) -> None:
    log = service_database(client, "game")["log"]
    log.delete_one({"_id": 3})
    append(MongoLog(service_database(client, "game"), "game", confirmed=True), 9)
    assert in_doubt(client) == ["the relay", "fair.stand.g1"]


def test_who_has_noticed_before_is_in_doubt_until_it_is_mended(client: Any) -> None:
    checkpoints = service_database(client, "fair")["checkpoints"]
    checkpoints.update_one({"_id": "stand.g1"}, {"$set": {"rewound.game": "it went back"}})
    assert in_doubt(client) == ["fair.stand.g1"]


def test_who_remembers_nothing_has_nothing_against_it(client: Any) -> None:
    service_database(client, "fair")["checkpoints"].update_one({}, {"$unset": {"marks": ""}})
    service_database(client, "game")["cursors"].update_one({}, {"$unset": {"mark": ""}})
    assert in_doubt(client) == []
