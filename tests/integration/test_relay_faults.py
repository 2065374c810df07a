"""The relay on a bad day: cut and silent connections, alarms, refusals."""

from collections.abc import Iterator
from threading import Timer
from time import monotonic

import pika
import pytest

from kernel.publisher import CONFIRM_SECONDS
from kernel.settings import amqp_uri
from tests.integration.relaying import Rig, Running, deduplicated, eventually, rig
from tests.integration.tcp_proxy import TcpProxy


@pytest.fixture
def system() -> Iterator[Rig]:
    with rig() as made:
        yield made


@pytest.fixture
def proxy() -> Iterator[TcpProxy]:
    with TcpProxy(amqp_uri()) as made:
        yield made


def test_a_cut_amid_the_pipeline_loses_nothing(system: Rig, proxy: TcpProxy) -> None:
    system.commit(*[3] * 300)
    relay = system.relay(proxy.uri)
    for bytes_through in (100_000, 400_000):
        eventually(lambda enough=bytes_through: proxy.forwarded > enough)
        proxy.cut()
    assert deduplicated(system.positions(upto=900, seconds=60)) == list(range(1, 901))
    eventually(lambda: system.status["position"] == 900)
    assert relay.status.interrupted >= 1


def test_the_cursor_only_ever_stands_on_the_end_of_a_commit(system: Rig, proxy: TcpProxy) -> None:
    system.commit(*[7] * 100)
    system.relay(proxy.uri)
    seen = set()

    def done() -> bool:
        seen.add(system.status["position"])
        if len(seen) % 3 == 2:
            proxy.cut()
            seen.add(-7)
        return 700 in seen

    eventually(done, seconds=60)
    assert [position for position in seen if position % 7] == []


def test_a_silent_broker_is_given_up_within_five_seconds(system: Rig, proxy: TcpProxy) -> None:
    relay = system.relay(proxy.uri)
    system.commit(1)
    system.positions(upto=1)
    proxy.stall()
    stalled = monotonic()
    system.commit(1)
    eventually(lambda: not relay.status.ready)
    assert monotonic() - stalled < 5.5
    system.commit(1)
    proxy.resume()
    assert deduplicated(system.positions(upto=3)) == [2, 3]
    eventually(lambda: relay.status.ready)


def test_a_broker_in_alarm_is_waited_for(system: Rig, proxy: TcpProxy) -> None:
    relay = unconfirmed(system, proxy)
    proxy.inject(pika.frame.Method(0, pika.spec.Connection.Blocked("disk")).marshal())
    eventually(lambda: relay.status.blocked)
    assert not relay.status.ready
    before = monotonic()
    eventually(lambda: monotonic() - before > CONFIRM_SECONDS + 1)
    proxy.resume()
    assert system.positions(upto=2) == [2]
    system.commit(*[1] * 20)
    eventually(lambda: relay.status.outstanding > 20)  # and batches
    assert (system.received(), relay.status.interrupted) == ([], 0)
    proxy.inject(pika.frame.Method(0, pika.spec.Connection.Unblocked()).marshal())
    assert system.positions(upto=22) == list(range(3, 23))
    eventually(lambda: relay.status.ready)


def test_a_relay_that_is_stopped_waits_for_its_last_confirms(system: Rig, proxy: TcpProxy) -> None:
    relay = unconfirmed(system, proxy)
    relay.stop.set()
    Timer(1.0, proxy.resume).start()
    relay.finish()
    assert system.status["position"] == 2


def unconfirmed(system: Rig, proxy: TcpProxy) -> Running:
    """A relay whose second event is on its way through a proxy that holds it up."""
    relay = system.relay(proxy.uri)
    system.commit(1)
    system.positions(upto=1)
    eventually(lambda: relay.status.position == 1)
    proxy.stall()
    system.commit(1)
    eventually(lambda: relay.status.outstanding == 2)  # and its batch
    return relay


def test_a_message_that_the_broker_refuses_is_never_skipped(system: Rig) -> None:
    full = f"{system.queue}.full"
    limits = {"x-max-length": 1, "x-overflow": "reject-publish"}
    system.channel.queue_declare(full, arguments=limits)
    system.channel.queue_bind(full, system.topology.events.name, "#")
    system.commit(1)
    relay = system.relay()
    eventually(lambda: relay.status.position == 1)
    system.commit(1, 1)
    eventually(lambda: relay.status.interrupted >= 2)
    assert relay.status.position == 1
    system.channel.queue_delete(full)
    eventually(lambda: relay.status.position == 3)
    assert deduplicated(system.positions(upto=3)) == [1, 2, 3]


def test_a_broker_that_is_away_at_the_start_is_tried_again(system: Rig) -> None:
    with TcpProxy(amqp_uri()) as gone:
        uri = gone.uri
    relay = system.relay(uri)
    eventually(lambda: relay.status.interrupted >= 2)
    assert not relay.status.ready


def test_a_hole_in_the_log_stops_the_relay_instead_of_being_published(system: Rig) -> None:
    system.commit(1, 1, 1)
    system.log.collection.delete_one({"_id": 2})
    relay = system.relay()
    eventually(lambda: "2 is missing" in relay.status.error)
    assert system.status["position"] <= 1
    assert not relay.status.ready


def test_a_broker_that_answers_and_will_not_is_told_from_one_that_is_silent(system: Rig) -> None:
    dead = system.topology.dead.name
    system.channel.queue_delete(dead)
    system.channel.queue_declare(dead, durable=True)  # of another kind than the relay declares
    relay = system.relay()
    eventually(lambda: "the broker answers, but PRECONDITION_FAILED" in relay.status.why)
    assert not relay.status.ready
    system.channel.queue_delete(dead)
    eventually(lambda: relay.status.ready)


def test_a_message_that_the_broker_could_not_keep_is_told(system: Rig) -> None:
    full = {"x-max-length": 1, "x-overflow": "reject-publish"}
    system.channel.queue_delete(system.queue)
    system.channel.queue_declare(system.queue, durable=True, arguments=full)
    system.channel.queue_bind(system.queue, system.topology.events.name, f"{system.log.source}.#")
    relay = system.relay()
    system.commit(1, 1, 1)
    eventually(lambda: relay.status.unwilling == "it could not keep a message")
