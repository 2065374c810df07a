"""Whatever happens to the queue, the rows end up as the log has it; on real servers."""

from collections.abc import Iterator
from time import sleep
from typing import Any
from unittest.mock import Mock

import kombu
import orjson
import pytest
from amqp.exceptions import NotFound
from pymongo.errors import ConfigurationError

from kernel import silence
from kernel.envelope import CONTENT_TYPE, Envelope
from kernel.live import Documents
from kernel.refusal import Unavailable
from kernel.rows import Rows
from kernel.settings import amqp_uri
from kernel.subscribed_queue import declare_queue, declare_shared
from kernel.writer import Writer
from tests.game import TOTALS, Bought, Scored, World
from tests.integration.projection.fair import Fair, eventually, fair
from tests.integration.projection.stand import expected, stored


@pytest.fixture
def at(database: Documents, world: World) -> Iterator[Fair]:
    with fair(database, world) as made:
        yield made


def reached(at: Fair) -> None:
    """Every worker's rows are where the logs end; then the rows must be right."""
    rows = Rows(at.database, at.group)
    for source, head in at.world.heads.items():
        rows.wait(source, head, timeout=30)
    assert stored(at.database) == expected(at.world)


def test_a_new_subscriber_begins_with_the_whole_history(at: Fair) -> None:
    for n in range(300):
        at.world.happen(*[Scored(f"p{n % 5}", 1)] * 5)
    at.work()
    reached(at)


def test_messages_are_folded_as_they_come(at: Fair) -> None:
    running = at.work()
    for n in range(20):
        at.publish(*at.world.happen(Scored("ann", n)))
    reached(at)
    eventually(lambda: running.status.lag == {"game": 0, "shop": 0})


def test_doubled_and_shuffled_messages_change_nothing(at: Fair) -> None:
    running = at.work()
    events = [at.world.happen(Scored("ann", n))[0] for n in range(12)]
    at.publish(*events[6:], *reversed(events), *events[:3])
    reached(at)
    at.publish(*at.world.happen(Scored("ann", 99)))
    reached(at)  # and with this one whatever came before it
    running.stop()
    assert at.depth(at.group.queue) == 0  # all of them were acknowledged
    assert at.dead() == 0


def test_a_gap_is_healed_from_the_feed(at: Fair) -> None:
    at.work()
    at.world.happen(Scored("ann", 1), Scored("bob", 1))
    at.publish(*at.world.happen(Scored("ann", 2)))
    reached(at)


def test_a_queue_of_before_batches_gets_no_single_events_any_more(at: Fair) -> None:
    """A broker's data survive an upgrade, bindings included."""
    declare_shared(at.channel, at.topology)
    old = at.topology.subscription(at.group.queue)
    declare_queue(at.channel, old.name, old.arguments)
    at.channel.queue_bind(old.name, at.topology.events.name, "game.#")
    at.work()
    [event] = at.world.happen(Scored("ann", 1))
    producer = kombu.Producer(at.channel)
    producer.publish(
        orjson.dumps(event), exchange=at.topology.events.name, routing_key="game.Scored",
        content_type=CONTENT_TYPE, content_encoding="utf-8",
    )  # fmt: skip
    at.publish(event)
    reached(at)
    assert at.dead() == 0


def test_a_lost_last_message_is_revealed_by_asking_for_the_head(at: Fair) -> None:
    at.work()
    at.publish(*at.world.happen(Scored("ann", 1)))
    reached(at)
    at.world.happen(Scored("ann", 2))  # never published
    reached(at)


def test_a_queue_that_was_deleted_is_made_again_and_nothing_is_missing(at: Fair) -> None:
    running = at.work()
    at.channel.queue_delete(at.group.queue)
    at.publish(*at.world.happen(Scored("ann", 1)))
    reached(at)
    eventually(lambda: running.status.connected)
    at.publish(*at.world.happen(Scored("ann", 2)))
    reached(at)


def test_a_feed_that_is_away_for_a_while_is_waited_for(at: Fair) -> None:
    away = [True]

    def fetch(source: str, after: int, limit: int) -> dict[str, Any]:
        if away[0]:
            raise Unavailable("unavailable", retry_after=1)
        return at.world.fetch(source, after, limit)

    at.world.happen(Scored("ann", 1))
    running = at.work(fetch=fetch)
    eventually(lambda: "unavailable" in running.status.error)
    assert not running.status.ready
    away[0] = False
    reached(at)
    eventually(lambda: running.status.ready)


def test_a_feed_that_is_away_holds_up_nobody_who_follows_another(at: Fair) -> None:
    def fetch(source: str, after: int, limit: int) -> dict[str, Any]:
        if source == "game":  # which is asked before the shop
            raise Unavailable("unavailable", retry_after=1)
        return at.world.fetch(source, after, limit)

    at.world.happen(Scored("ann", 1))
    at.world.happen(Bought("ann", "2.50"), source="shop")
    running = at.work(fetch=fetch)

    eventually(lambda: Rows(at.database, at.group).positions()["shop"] == 1)
    eventually(lambda: "unavailable" in running.status.error)


def test_a_message_that_comes_while_the_feed_is_read_does_not_wait_for_the_next(
    at: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "FIRST", 4.0)
    happened: list[Envelope] = []

    def fetch(source: str, after: int, limit: int) -> dict[str, Any]:
        if source == "shop" and not happened:  # the game's feed has just been read
            happened.extend(at.world.happen(Scored("ann", 1)))
            at.publish(*happened)
            sleep(0.3)  # for it to arrive; if it does not, this proves nothing and fails nobody
        return at.world.fetch(source, after, limit)

    at.work(fetch=fetch)
    eventually(lambda: Rows(at.database, at.group).positions()["game"] == 1, patience=2)


def test_a_driver_that_believes_there_are_no_sessions_ends_its_process(
    at: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an election; what it believes of a connection it never asks again."""
    wrong = ConfigurationError("Sessions are not supported by this MongoDB deployment")
    monkeypatch.setattr(Writer, "transact", Mock(side_effect=wrong))
    running = at.work()
    at.publish(*at.world.happen(Scored("ann", 1)))
    eventually(lambda: running.failed == [wrong])


def test_who_wants_to_be_sure_gets_what_the_queue_never_brings(at: Fair) -> None:
    at.work()
    reached(at)
    for n in range(5):
        at.world.happen(Scored("ann", n))  # never published
        assert at.news.sure(30)
        assert Rows(at.database, at.group).positions()["game"] == n + 1


def test_one_of_two_workers_works_and_the_other_takes_over(at: Fair) -> None:
    first, second = at.work(), at.work()
    at.publish(*at.world.happen(Scored("ann", 1)))
    reached(at)
    assert (first.status.active, second.status.active) == (True, False)
    assert second.status.ready
    first.stop()
    at.publish(*at.world.happen(Scored("ann", 2)))
    reached(at)
    eventually(lambda: second.status.active)


def test_a_worker_whose_lease_is_taken_stops_writing(at: Fair) -> None:
    running = at.work()
    leases = at.database["leases"]
    leases.update_one({"_id": running.worker.lease.name}, {"$set": {"holder": "another"}})
    eventually(lambda: not running.status.active)
    leases.delete_many({})
    at.world.happen(Scored("ann", 1))
    reached(at)


def test_a_failing_stream_waits_and_is_counted(at: Fair) -> None:
    running = at.work()
    at.publish(*at.world.happen(Scored("ann", -1), Scored("bob", 1)))
    Rows(at.database, at.group).wait("game", 2, timeout=30)
    row = Rows(at.database, at.group).collection(TOTALS).find_one({"_id": "bob"})
    assert row == {"_id": "bob", "points": 1, "rounds": 1}
    eventually(lambda: running.status.parked == 1)


def test_queues_that_a_group_has_outgrown_are_taken_down_by_it(at: Fair) -> None:
    """Nobody would take anything from them, so they would fill for ever."""
    old = f"{at.topology.name}.old"
    at.channel.queue_declare(old, durable=True, auto_delete=False)

    at.work(outgrown=(old, f"{at.topology.name}.never-was"))

    with kombu.Connection(amqp_uri()) as connection, pytest.raises(NotFound):
        connection.channel().queue_declare(old, passive=True)
    at.publish(*at.world.happen(Scored("ann", 1)))
    eventually(lambda: Rows(at.database, at.group).positions()["game"] == 1)
