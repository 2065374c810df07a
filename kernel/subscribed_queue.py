"""A subscription's side of the broker, through kombu: connect, declare, listen."""

from collections.abc import Iterable, Mapping
from typing import Any

from amqp.exceptions import NotFound
from kombu import Connection, Queue

from kernel.broker import parameters
from kernel.topology import Topology


def connection_to(uri: str) -> Any:
    """Not open yet; a context manager that closes it."""
    wanted = parameters(uri)
    hostname, _, port = wanted.pop("host").rpartition(":")
    options = {"socket_settings": wanted.pop("socket_settings")}
    return Connection(hostname=hostname, port=int(port), transport_options=options, **wanted)


def declared(
    channel: Any,
    topology: Topology,
    name: str,
    sources: Iterable[str],
    outgrown: Iterable[str] = (),
) -> Any:
    """The queue, bound and ready to be consumed; made, with all it hangs on, when it is gone.

    Queues that it has outgrown would fill for ever, since nobody takes anything from them.
    """
    if not stands(channel.connection, topology):
        declare_shared(channel, topology)
    queue = topology.subscription(name)
    declare_queue(channel, queue.name, queue.arguments)
    for binding in topology.subscription_bindings(name, sources):
        channel.queue_bind(binding.to, binding.exchange, binding.key)
    for binding in topology.outgrown_bindings(name, sources):
        channel.queue_unbind(binding.to, binding.exchange, binding.key)  # also if it is not there
    for other in outgrown:
        channel.queue_delete(other)  # also if it is not there
    return Queue(name, no_declare=True, channel=channel)


def stands(connection: Any, topology: Topology) -> bool:
    """Whether all that is not ours is there. Looking needs no rights, and a subscriber whose
    user may declare nothing but its own queue does no more than look."""
    try:
        with connection.channel() as probe:  # a miss closes it
            for exchange in topology.exchanges:
                probe.exchange_declare(exchange.name, exchange.type, passive=True)
            probe.queue_declare(topology.dead.name, passive=True)
    except NotFound:
        return False
    return True


def declare_shared(channel: Any, topology: Topology) -> None:
    for exchange in topology.exchanges:
        channel.exchange_declare(
            exchange.name, exchange.type, durable=True, auto_delete=False,
            arguments=dict(exchange.arguments),
        )  # fmt: skip
    dead = topology.dead.name
    for queue in topology.queues:
        if queue.name == dead:
            declare_queue(channel, dead, queue.arguments)
    channel.queue_bind(dead, dead, "")


def declare_queue(channel: Any, name: str, arguments: Mapping[str, Any]) -> None:
    channel.queue_declare(name, durable=True, auto_delete=False, arguments=dict(arguments))


def listen(connection: Any, seconds: float) -> bool:
    """Take what arrives next; False when nothing did in that time."""
    try:
        connection.drain_events(timeout=max(seconds, 0.001))
    except TimeoutError:
        return False
    return True
