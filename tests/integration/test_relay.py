"""The relay on real servers: all of the log arrives, in order, and only one relay counts."""

import signal
from collections.abc import Iterator

import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq_event
from pymongo.errors import AutoReconnect

from kernel.cursor import Cursor
from kernel.feed import feed
from kernel.lease import Lease
from tests.integration.relaying import LEASE_SECONDS, Rig, deduplicated, eventually, rig


@pytest.fixture
def system() -> Iterator[Rig]:
    with rig() as made:
        yield made


def test_everything_arrives_in_order_and_once(system: Rig) -> None:
    system.commit(1, 3, 2, 1)
    system.relay()
    assert system.positions(upto=7) == [1, 2, 3, 4, 5, 6, 7]
    system.commit(2)
    assert system.positions(upto=9) == [8, 9]


def test_a_message_is_persistent_and_says_what_it_is(system: Rig) -> None:
    system.commit(1)
    system.relay()
    source, got = system.log.source, []
    eventually(lambda: got.append(system.channel.basic_get(system.queue, True)) or got[-1][0])
    method, properties, body = got[-1]
    assert method.routing_key == f"{source}.Happened"
    assert properties.delivery_mode == 2
    assert properties.message_id == f"/guanxi/{source}/1"
    assert properties.type == f"guanxi.{source}.Happened.v1"
    assert properties.app_id == source
    event = from_rabbitmq_event(RabbitMQMessage(properties.headers, properties.content_type, body))
    assert (event.get_id(), event.get_data()) == (properties.message_id, {"n": 1})
    assert properties.headers["ce-position"] == "1"


def test_a_relay_that_was_stopped_goes_on_without_repeating(system: Rig) -> None:
    system.commit(2, 2)
    first = system.relay()
    system.positions(upto=4)
    first.finish()
    assert system.status["position"] == 4
    assert system.status["holder"] == ""
    system.commit(1)
    system.relay()
    assert system.positions(upto=5) == [5]


def test_a_second_relay_stands_by_until_the_first_lets_go(system: Rig) -> None:
    first = system.relay()
    eventually(lambda: first.status.leading)
    second = system.relay()
    eventually(lambda: second.status.connected)
    system.commit(1)
    assert system.positions(upto=1) == [1]
    assert second.status.ready
    assert (second.status.leading, second.status.interrupted) == (False, 0)
    first.finish()
    system.commit(1)
    assert system.positions(upto=2) == [2]
    assert second.status.leading


def test_a_killed_relay_is_succeeded_and_nothing_is_missing(system: Rig) -> None:
    system.commit(*[1] * 100)
    victim = system.process()
    eventually(lambda: system.status["position"] > 0)
    system.commit(*[2] * 200)
    victim.kill()
    system.relay()
    assert deduplicated(system.positions(upto=500)) == list(range(1, 501))
    assert system.status["epoch"] == 2


def test_a_relay_that_slept_through_its_lease_is_fenced(system: Rig) -> None:
    sleeper = system.process()
    system.commit(1)
    assert system.positions(upto=1) == [1]
    sleeper.send_signal(signal.SIGSTOP)
    successor = system.relay()
    system.commit(1)
    assert deduplicated(system.positions(upto=2, seconds=3 * LEASE_SECONDS + 5)) in ([2], [1, 2])
    sleeper.send_signal(signal.SIGCONT)
    system.commit(*[1] * 50)
    assert deduplicated(system.positions(upto=52))[-1] == 52
    eventually(lambda: system.status["position"] == 52)
    assert system.status["holder"] == successor.relay.lease.holder
    assert (system.status["epoch"], successor.relay.lease.epoch) == (2, 2)


def test_a_relay_that_lost_its_lease_stops_even_when_there_is_nothing_to_do(system: Rig) -> None:
    relay = system.relay()
    eventually(lambda: relay.status.leading)
    thief = Lease(system.database["leases"], "relay", relay.relay.lease.holder, ttl=60)
    assert thief.acquire()
    eventually(lambda: relay.status.interrupted == 1)


def test_a_cursor_that_could_not_be_stored_once_knows_its_commit_all_the_same(
    system: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = system.relay()
    system.commit(1)
    eventually(lambda: relay.status.position == 1)
    sound, failures = Cursor.store, [AutoReconnect("the server is gone")]

    def store(cursor: Cursor, position: int, mark: str = "") -> None:
        if position > cursor.position and failures:
            raise failures.pop()
        sound(cursor, position, mark)

    monkeypatch.setattr(Cursor, "store", store)
    system.commit(1, 1)
    eventually(lambda: relay.status.position == 3)
    system.commit(1)
    eventually(lambda: relay.status.position == 4)
    assert relay.status.interrupted == 1


def test_a_batch_that_none_of_our_groups_takes_goes_to_the_alternate_exchange(system: Rig) -> None:
    system.channel.queue_delete(system.queue)
    system.commit(1)
    relay = system.relay()
    eventually(lambda: relay.status.position == 1)
    [batch] = system.received(system.topology.unroutable.name)
    assert [envelope["position"] for envelope in batch] == [1]


def test_what_a_group_gets_is_not_unroutable_and_the_same_as_what_others_get(system: Rig) -> None:
    group = f"{system.queue}.group"
    system.channel.queue_declare(group)
    system.channel.queue_bind(group, system.topology.batches.name, system.log.source)
    system.commit(1, 2)
    relay = system.relay()
    eventually(lambda: relay.status.position == 3)
    batches, singles = system.received(group), system.received()
    system.channel.queue_delete(group)
    assert [envelope for batch in batches for envelope in batch] == singles
    assert [envelope["position"] for envelope in singles] == [1, 2, 3]
    assert system.received(system.topology.unroutable.name) == []


def test_after_a_wiped_broker_the_topology_stands_again_and_the_cursor_stays(system: Rig) -> None:
    relay = system.relay()
    system.commit(3)
    system.positions(upto=3)
    eventually(lambda: relay.status.position == 3)
    for exchange in system.topology.exchanges:
        system.channel.exchange_delete(exchange.name)
    system.channel.queue_delete(system.queue)
    system.commit(2)
    eventually(lambda: relay.status.position == 5)
    system.bind()
    system.commit(1)
    assert system.positions(upto=6) == [6]
    missed = feed(system.log, after=3, limit=10)["events"]
    assert [envelope["position"] for envelope in missed] == [4, 5, 6]
