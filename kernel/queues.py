"""A subscription's queue declared through kombu, with everything it hangs on."""

from collections.abc import Iterable
from typing import Any

from kombu import Queue

from kernel.topology import Topology


def declared(channel: Any, topology: Topology, name: str, sources: Iterable[str]) -> Any:
    """The queue, bound and ready to be consumed; made when it is not there."""
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
