"""The subscriber's queue on a real broker, made and filled as the CRM does it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pika

from kernel.envelope import CONTENT_TYPE, Envelope, headers
from kernel.pika_parameters import parameters
from kernel.topology import Topology

OPEN_SECONDS = 10.0


class Letterbox:
    def __init__(self, channel: Any, name: str) -> None:
        self.channel = channel
        self.name = name

    def send(self, envelope: Envelope) -> None:
        """Straight into the queue: no exchange stands between, that could be shared with others."""
        properties = pika.BasicProperties(
            content_type=CONTENT_TYPE,
            delivery_mode=2,
            message_id=envelope["id"],
            headers=headers(envelope),
        )
        body = json.dumps(envelope, ensure_ascii=False).encode()
        self.channel.basic_publish("", self.name, body, properties)

    def waiting(self) -> int:
        """Messages that nobody has been given, or that came back from who died with them."""
        found = self.channel.queue_declare(self.name, passive=True)
        return int(found.method.message_count)


@contextmanager
def letterbox(uri: str, name: str) -> Iterator[Letterbox]:
    """Gone afterwards."""
    made = parameters(uri, "conformance", OPEN_SECONDS)
    made.heartbeat = 0  # nobody reads from this connection while a subscriber is waited for
    with pika.BlockingConnection(made) as connection:
        channel = connection.channel()
        queue = Topology("conformance").subscription(name)
        channel.queue_declare(name, durable=True, arguments=dict(queue.arguments))
        try:
            yield Letterbox(channel, name)
        finally:
            channel.queue_delete(name)
