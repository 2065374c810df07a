"""What a subscriber's user of the broker may do, by trying all that it may not."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import amqp
import pytest
from amqp.exceptions import AccessRefused, NotAllowed, NotFound

from cli import subscriber_broker
from cli.place import Place
from cli.subscriber_told import address
from cli.up import servers
from deploy.rabbitmq.subscriber import CONNECTIONS, definitions, own, user_of
from kernel.broker import connect
from kernel.subscribed_queue import declare_queue
from kernel.topology import TOPOLOGY

EVENTS = ("customer.*", "pipeline.OpportunityWon")
EXCHANGE = TOPOLOGY.events.name
NAME = "erp-main"


@dataclass(frozen=True)
class World:
    place: Place
    uri: str  # of the system itself
    theirs: str


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A broker of its own, since users are made on it; with two subscribers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("AMQP_URI", raising=False)
        place = Place(tmp_path_factory.mktemp("broker")).made()
        with servers(place) as settings:
            uri = settings["AMQP_URI"]
            declare_all(uri)
            vhost = subscriber_broker.virtual_host(uri)
            for name in (NAME, "erp"):
                subscriber_broker.give(place, name, definitions(name, EVENTS, "pässword", vhost))
            yield World(place, uri, address(uri, NAME, "pässword"))


def declare_all(uri: str) -> None:
    with let_in(uri) as connection, connection.channel() as channel:
        for exchange in TOPOLOGY.exchanges:
            channel.exchange_declare(
                exchange.name, exchange.type, durable=True, auto_delete=False,
                arguments=dict(exchange.arguments),
            )  # fmt: skip
        for queue in TOPOLOGY.queues:
            declare_queue(channel, queue.name, queue.arguments)
        declare_queue(
            channel, "analytics.lists", TOPOLOGY.subscription("analytics.lists").arguments
        )


@pytest.fixture
def channel(world: World) -> Iterator[Any]:
    with let_in(world.theirs) as connection:
        yield connection.channel()


def let_in(uri: str, seconds: float = 60) -> Any:
    """A connection; on a full machine the broker may take longer than a connection waits."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return connect(uri)
        except OSError:
            if time.monotonic() > deadline:
                raise


def publish(uri: str, key: str) -> None:
    with let_in(uri) as connection, connection.channel() as channel:
        channel.confirm_select()
        channel.basic_publish_confirm(amqp.Message(key), EXCHANGE, key)


def test_it_gets_its_events_and_no_others(world: World, channel: Any) -> None:
    for key in ("customer.CustomerClaimed", "pipeline.OpportunityLost", "pipeline.OpportunityWon"):
        publish(world.uri, key)
    got: list[str] = []
    channel.basic_consume(NAME, no_ack=True, callback=lambda one: got.append(one.body))
    while len(got) < 2:  # in order: one between them would have come
        channel.connection.drain_events(timeout=10)
    assert got == ["customer.CustomerClaimed", "pipeline.OpportunityWon"]
    assert set(subscriber_broker.waiting(world.uri, [NAME, "gone"])) == {NAME}


@pytest.mark.parametrize(
    "key", ["customer.*", "customer.CustomerClaimed", "pipeline.OpportunityWon"]
)
def test_it_may_have_queues_of_its_own_for_its_own_events(channel: Any, key: str) -> None:
    channel.queue_declare(f"{NAME}.more", durable=True, auto_delete=False)
    channel.queue_bind(f"{NAME}.more", EXCHANGE, key)


FORBIDDEN: dict[str, Callable[[Any], Any]] = {
    "publish to the exchange": lambda c: c.basic_publish_confirm(
        amqp.Message("forged"), EXCHANGE, "customer.CustomerClaimed"
    ),
    "publish to a queue": lambda c: c.basic_publish_confirm(amqp.Message("forged"), "", NAME),
    "bind everything": lambda c: c.queue_bind(NAME, EXCHANGE, "#"),
    "bind more of a source": lambda c: c.queue_bind(NAME, EXCHANGE, "pipeline.*"),
    "bind another event": lambda c: c.queue_bind(NAME, EXCHANGE, "pipeline.OpportunityLost"),
    "bind what only begins so": lambda c: c.queue_bind(
        NAME, EXCHANGE, "pipeline.OpportunityWon.more"
    ),
    "bind what only ends so": lambda c: c.queue_bind(NAME, EXCHANGE, "#.customer.*"),
    "bind all groups' exchange": lambda c: c.queue_bind(NAME, TOPOLOGY.batches.name, "customer"),
    "bind the unroutable": lambda c: c.queue_bind(NAME, TOPOLOGY.unroutable.name, ""),
    "read another subscriber's queue": lambda c: c.basic_get("erp"),
    "read a queue of ours": lambda c: c.basic_get("analytics.lists"),
    "read the history": lambda c: c.basic_consume("crm.events.log"),
    "read what was given up": lambda c: c.basic_get(TOPOLOGY.dead.name),
    "empty another's queue": lambda c: c.queue_purge("erp"),
    "delete another's queue": lambda c: c.queue_delete("erp"),
    "delete the exchange": lambda c: c.exchange_delete(EXCHANGE),
    "declare a foreign queue": lambda c: c.queue_declare("analytics.more"),
    "declare one that only begins so": lambda c: c.queue_declare(f"{NAME}2"),
    "declare the exchange": lambda c: c.exchange_declare("crm.more", "topic"),
    "have its dead letters published": lambda c: c.queue_declare(
        f"{NAME}.dead", arguments={"x-dead-letter-exchange": EXCHANGE}
    ),
    "take over the exchange's leftovers": lambda c: c.exchange_declare(
        f"{NAME}.leftovers", "topic", arguments={"alternate-exchange": EXCHANGE}
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_it_may_not(channel: Any, what: str) -> None:
    channel.confirm_select()
    with pytest.raises(AccessRefused):
        FORBIDDEN[what](channel)


def test_it_takes_no_more_connections_than_it_needs(world: World) -> None:
    """What a defect of theirs opens without end is not taken from everybody else."""
    theirs = address(world.uri, "erp", "pässword")
    with ExitStack() as opened:
        for _ in range(CONNECTIONS):
            opened.enter_context(let_in(theirs))
        with pytest.raises(NotAllowed):
            connect(theirs)


def test_an_exchange_of_its_own_gets_no_more(channel: Any) -> None:
    channel.exchange_declare(f"{NAME}.x", "topic", durable=True, auto_delete=False)
    channel.exchange_bind(f"{NAME}.x", EXCHANGE, "customer.*")
    with pytest.raises(AccessRefused):
        channel.exchange_bind(f"{NAME}.x", EXCHANGE, "pipeline.#")


def test_who_was_removed_is_not_let_in_and_leaves_nothing(world: World) -> None:
    name = "passing"
    made = definitions(name, EVENTS, "secret", subscriber_broker.virtual_host(world.uri))
    subscriber_broker.give(world.place, name, made)
    theirs = address(world.uri, name, "secret")
    with let_in(theirs) as connection, connection.channel() as channel:
        channel.queue_declare(f"{name}.more", durable=True, auto_delete=False)
    subscriber_broker.take(world.place, world.uri, user_of(name), own(name))

    with pytest.raises(AccessRefused):
        let_in(theirs)
    assert subscriber_broker.waiting(world.uri, [name, f"{name}.more", NAME]).keys() == {NAME}
    with pytest.raises(NotFound), let_in(world.uri) as connection:
        connection.channel().queue_declare(name, passive=True)
    assert not list(Path(world.place.folder).glob("subscriber-*.json"))
