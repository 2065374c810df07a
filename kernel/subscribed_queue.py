"""A subscription's side of the broker, through kombu: connect, declare, listen."""

from collections.abc import Iterable
from typing import Any

from kombu import Connection, Queue

from kernel.broker import parameters
from kernel.topology import Topology


def connection_to(uri: str) -> Any:
    """Not open yet; a context manager that closes it."""
    wanted = parameters(uri)
    hostname, _, port = wanted.pop("host").rpartition(":")
    options = {"socket_settings": wanted.pop("socket_settings")}
    return Connection(hostname=hostname, port=int(port), transport_options=options, **wanted)


def declared(channel: Any, topology: Topology, name: str, sources: Iterable[str]) -> Any:
    """The queue, bound and ready to be consumed; made, with all it hangs on, when it is gone."""
    for exchange in topology.exchanges:
        channel.exchange_declare(
            exchange.name, exchange.type, durable=True, auto_delete=False,
            arguments=dict(exchange.arguments),
        )  # fmt: skip
    dead = topology.dead.name
    for queue in (*(q for q in topology.queues if q.name == dead), topology.subscription(name)):
        channel.queue_declare(
            queue.name, durable=True, auto_delete=False, arguments=dict(queue.arguments)
        )
    channel.queue_bind(dead, dead, "")
    for binding in topology.subscription_bindings(name, sources):
        channel.queue_bind(binding.to, binding.exchange, binding.key)
    return Queue(name, no_declare=True, channel=channel)


def listen(connection: Any, seconds: float) -> bool:
    """Take what arrives next; False when nothing did in that time."""
    try:
        connection.drain_events(timeout=max(seconds, 0.001))
    except TimeoutError:
        return False
    return True
