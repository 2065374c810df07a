"""Messages that are lost, come twice and in any order, and queues that are deleted under load."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any

import pika
from pika.exceptions import ConnectionClosedByBroker

from kernel.message import batch
from kernel.topology import TOPOLOGY
from services.activity.reactions import REACTIONS as RESETS
from services.groups import GROUPS
from services.pipeline.reactions import REACTIONS as CLIMBS
from tests.chaos.faults.fault import Begin, Fault, Heal, nothing
from tests.chaos.stack import Stack
from tests.chaos.subscriber import QUEUE

QUEUES = (*(group.queue for group in GROUPS.values()), RESETS.queue, CLIMBS.queue, QUEUE)
SECONDS = 2.0  # for which messages vanish
AGAIN = 400  # messages that come again
READ_WITHIN = 5.0
Channel = Any


@contextmanager
def channel_of(stack: Stack) -> Iterator[Channel]:
    with pika.BlockingConnection(pika.URLParameters(stack.amqp)) as connection:
        yield connection.channel()


def lose(stack: Stack, chance: Random) -> Heal:
    """Again and again, whatever lies in a queue is gone."""
    until = time.monotonic() + SECONDS
    with channel_of(stack) as channel:
        while time.monotonic() < until:
            channel.queue_purge(chance.choice(QUEUES))
    return nothing


def delete(stack: Stack, chance: Random) -> Heal:
    with channel_of(stack) as channel:
        for queue in chance.sample(QUEUES, 3):
            channel.queue_delete(queue)
    return nothing


def double(stack: Stack, chance: Random) -> Heal:
    """Messages of any age come again, three times, in any order: to everybody who subscribes."""
    old = read(stack)
    with channel_of(stack) as channel:
        chosen = chance.sample(old, min(AGAIN, len(old))) * 3
        chance.shuffle(chosen)
        for key, body, properties in chosen:
            channel.basic_publish(TOPOLOGY.events.name, key, body, properties)
        for source in {key.partition(".")[0] for key, _, _ in chosen}:
            bodies = [body for key, body, _ in chosen if key.startswith(source + ".")]
            made = batch(source, TOPOLOGY, bodies)
            channel.basic_publish(made.exchange, made.key, made.body, made.properties)
    return nothing


def read(stack: Stack) -> list[tuple[str, bytes, Any]]:
    """What the stream queue holds: routing keys, bodies and properties.

    To part, the client returns what it has not looked at, and a stream takes nothing back.
    """
    found: list[tuple[str, bytes, Any]] = []

    def take(channel: Channel, method: Any, properties: Any, body: bytes) -> None:
        properties.headers.pop("x-stream-offset", None)
        found.append((method.routing_key, body, properties))
        channel.basic_ack(method.delivery_tag)

    with suppress(ConnectionClosedByBroker), channel_of(stack) as channel:
        channel.basic_qos(prefetch_count=500)
        queue = f"{TOPOLOGY.name}.events.log"
        channel.basic_consume(queue, take, arguments={"x-stream-offset": "first"})
        until, before = time.monotonic() + READ_WITHIN, -1
        while len(found) > before and time.monotonic() < until:
            before = len(found)
            channel.connection.process_data_events(time_limit=0.3)
    return found


BEGINS: dict[str, Begin] = {
    "lose-messages": lose, "double-messages": double, "delete-queues": delete,
}  # fmt: skip
FAULTS = tuple(Fault(name, begin) for name, begin in BEGINS.items())
