"""Prometheus is told of logs, leases and parked streams, also while their processes are stuck."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from pymongo import MongoClient

from cli.exposition import Sample, parse, total
from kernel.database import service_database
from kernel.lease import Lease
from kernel.scraped import Scraped
from tests.integration.servers import throwaway_databases


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with throwaway_databases(monkeypatch) as made:
        yield made


def scraped(client: Any) -> list[Sample]:
    registry = CollectorRegistry()
    registry.register(Scraped(client, "game"))
    return parse(generate_latest(registry).decode())


def test_a_log_tells_its_head_what_is_published_and_how_long_the_rest_has_waited(
    client: Any,
) -> None:
    now = client.admin.command("hello")["localTime"].replace(tzinfo=UTC)
    database = service_database(client, "game")
    events = [{}, {}, {}]
    database["log"].insert_one({"_id": 1, "events": events, "at": now - timedelta(seconds=50)})
    database["cursors"].insert_one({"_id": "relay", "position": 1})
    found = {sample.name: sample.value for sample in scraped(client)}
    assert found["guanxi_log_head"] == 3
    assert found["guanxi_log_published"] == 1
    assert found["guanxi_log_unpublished_events"] == 2
    assert 50 <= found["guanxi_log_unpublished_seconds"] < 80
    assert found["guanxi_database_answers"] == 1


def test_leases_and_parked_streams_are_told(client: Any) -> None:
    database = service_database(client, "game")
    assert Lease(database["leases"], "relay", "host:1:a", 60).acquire()
    assert Lease(database["leases"], "subscription/game.x", "host/2/b", 0).acquire()
    for stream, position in (("a", 1), ("a", 2), ("b", 3)):
        database["parked"].insert_one(
            {"checkpoint": "x.g1", "source": "game", "stream": stream, "position": position}
        )
    samples = scraped(client)
    [held] = [sample for sample in samples if sample.name == "guanxi_lease_held"]
    assert held.labels == {"service": "game", "lease": "relay", "holder": "host:1:a"}
    assert total(samples, "guanxi_parked_streams", checkpoint="x.g1") == 2
    assert total(samples, "guanxi_log_head") == 0


def test_a_database_that_is_away_costs_two_seconds_and_is_told() -> None:
    away: MongoClient[dict[str, Any]] = MongoClient(
        "mongodb://127.0.0.1:1/", serverSelectionTimeoutMS=300
    )
    found = {sample.name: sample.value for sample in scraped(away)}
    assert found == {"guanxi_database_answers": 0}
    away.close()
