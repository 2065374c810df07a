"""What is kept of webhooks: under the epoch of who leads, and no more of it than there is room."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.read_concern import ReadConcern

from gateway.sending.attempt import Outcome
from gateway.sending.deliveries import MOST, Deliveries, Delivery
from gateway.sending.standing import Shelf, Standing
from gateway.sending.window import Tried
from kernel.lease import Fenced
from kernel.live import Documents, durable
from tests.integration.servers import throwaway_database

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)


@pytest.fixture
def database() -> Iterator[Documents]:
    with throwaway_database() as made:
        yield durable(made)


def test_who_was_succeeded_keeps_nothing_any_more(database: Documents) -> None:
    first, second = Shelf(database, 1), Shelf(database, 2)
    first.keep("w1", Standing(number=7))
    assert second.load("w1").number == 7
    second.keep("w1", Standing(number=9))
    with pytest.raises(Fenced):
        first.keep("w1", Standing(number=8))
    assert first.load("w1") == Standing(number=9)


def test_rows_of_webhooks_that_are_gone_are_swept(database: Documents) -> None:
    shelf = Shelf(database, 3)
    for id in ("here", "gone"):
        shelf.keep(id, Standing(number=1))
    shelf.sweep(["here"])
    assert list(shelf.load_all(["here", "gone"])) == ["here"]


def delivery(number: int) -> Delivery:
    told: dict[str, Any] = {"id": f"/guanxi/customer/{number}", "type": "t", "subject": "s"}
    outcome = Outcome(500, "", "no", 0.25)
    return Delivery("w1", told, Tried(2, number, AT.timestamp() + 60, AT.timestamp()), outcome, AT)


def test_a_delivery_takes_the_place_of_one_long_before_it(database: Documents) -> None:
    deliveries = Deliveries(database)
    deliveries.create_indexes()
    for number in (1, 2, MOST + 1):
        deliveries.keep([delivery(number)])
    assert [one["number"] for one in deliveries.of("w1", 10)] == [MOST + 1, 2]
    assert [one["number"] for one in deliveries.of("w1", 10, before=MOST)] == [2]
    assert [one["number"] for one in deliveries.of("w1", 1)] == [MOST + 1]
    assert deliveries.of("w2", 10) == []


def test_what_was_tried_again_is_one_delivery(database: Documents) -> None:
    deliveries = Deliveries(database)
    deliveries.keep([delivery(5)])
    deliveries.keep([delivery(5)])
    [one] = [row for row in deliveries.of("w1", 100) if row["number"] == 5]
    told = (one["attempts"], one["outcome"], one["milliseconds"], one["answer"])
    assert told == (2, "failing", 250, "no")
    assert (one["next_at"] - one["at"]).total_seconds() == 60


def test_days_later_they_are_gone_by_themselves(database: Documents) -> None:
    deliveries = Deliveries(database)
    deliveries.create_indexes()
    deliveries.keep([delivery(6)])
    kept = database["webhook_deliveries"].with_options(read_concern=ReadConcern("local"))
    row = kept.find_one({"number": 6})
    assert row
    assert (row["until"] - AT).days == 14
    indexes = database["webhook_deliveries"].index_information()
    assert indexes["until_1"]["expireAfterSeconds"] == 0
