"""How everything stands is read from the databases alone, and looked at once in ten minutes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel.database import service_database
from kernel.group import Group
from kernel.live import durable
from kernel.rebuilds import DONE, FAILED, rebuilds, told_of
from kernel.samples import COLLECTION
from kernel.settings import database_name
from kernel.standing import look, standing
from tests.game import group
from tests.integration.servers import throwaway_databases

STAND = group("fair")


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with throwaway_databases(monkeypatch) as made:
        yield made


def write(client: Any, source: str, events: int) -> None:
    now = datetime.now(UTC)
    log = service_database(client, source)["log"]
    event = {"stream": "game/ann", "version": 1, "type": "Scored", "v": 1, "data": {}}
    at = now - timedelta(hours=1)
    log.insert_one({"_id": 1, "events": [event] * events, "at": at, "meta": {}})


def follow(client: Any, id: str, **positions: int) -> None:
    checkpoints = service_database(client, "fair")["checkpoints"]
    checkpoints.insert_one({"_id": id, "positions": positions, "rev": 1})


def samples_of(client: Any) -> Any:
    """As they are at once: nobody waits for the majority to have them."""
    return client[database_name("analytics")][COLLECTION]


def whats(found: dict[str, Any]) -> list[str]:
    return [one["what"] for one in found["sentences"]]


def test_backlog_lag_and_parked_events_are_told_with_what_to_do(client: Any) -> None:
    write(client, "game", 5_000)
    follow(client, "stand.g2", game=100)
    follow(client, "stand.g1", game=5_000)  # not live any more
    service_database(client, "fair")["generations"].insert_one({"_id": "stand", "live": 2})
    parked = {"_id": "x", "checkpoint": "stand.g2", "source": "game", "position": 4}
    service_database(client, "fair")["parked"].insert_one(parked)
    found = standing(client)
    assert found["level"] == "act"
    assert found["read_models"] == [{"group": "fair.stand", "behind": 4_900, "parked": 1}]
    assert found["logs"][0]["unpublished"] == 5_000
    told = " | ".join(whats(found))
    assert "5,000 events of game wait to be sent on" in told
    assert "4,900 events are not in it yet" in told
    assert "1 event could not be read into fair.stand" in told
    assert all(one["do"] for one in found["sentences"] if one["level"] != "well")


def test_ten_looks_at_once_leave_one_sample_and_old_ones_go(client: Any) -> None:
    write(client, "game", 10)
    samples = samples_of(client)
    samples.insert_one({"_id": 1, "at": datetime(1970, 1, 1, tzinfo=UTC)})
    for _ in range(10):
        sample = look(client)
    assert sample.events == {"game": 10}
    assert sample.total > sample.used > 0
    assert 1 <= samples.count_documents({}) <= 2  # ten minutes may end amid the test
    assert samples.find_one({"_id": 1}) is None


def test_growth_is_told_from_what_was_seen_before(client: Any) -> None:
    write(client, "game", 2_000)
    before = look(client)
    samples = samples_of(client)
    samples.delete_many({})
    at = before.at - timedelta(hours=12)
    old = {"at": at, "events": {"game": 1_000}, "data": before.data - 1_000_000_000}
    old |= {"used": before.used - 2_000_000_000, "total": before.total}
    samples.insert_one({"_id": int(at.timestamp()) // 600} | old)
    storage = standing(client)["storage"]
    assert storage["events_per_day"] == pytest.approx(2_000, rel=0.01)
    assert storage["bytes_per_day"] == pytest.approx(4e9, rel=0.2)
    assert storage["days_until_full"] > 0


def test_a_rebuild_says_how_it_ends_and_one_without_lease_was_killed(client: Any) -> None:
    database = durable(service_database(client, "fair"))
    game: Group = STAND
    with told_of(database, game, 2):
        [going] = rebuilds(database, "fair")
        assert (going["phase"], going["generation"]) == ("killed", 2)  # nobody holds its lease
        database["leases"].insert_one(
            {
                "_id": "rebuild/stand",
                "holder": "me",
                "until": datetime.now(UTC) + timedelta(minutes=1),
            }
        )
        assert rebuilds(database, "fair")[0]["phase"] == "reading"
    assert rebuilds(database, "fair")[0]["phase"] == DONE
    with pytest.raises(ValueError, match="broken"), told_of(database, game, 3):
        raise ValueError("broken")
    [failed] = rebuilds(database, "fair")
    assert (failed["phase"], failed["why"]) == (FAILED, "ValueError: broken")
    assert failed["group"] == "fair.stand"  # two services may have a group of one name
