"""Reads the stream queue `crm.events.log` on from where it was read last."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
import pika
from pika.exceptions import ConnectionClosedByBroker

from kernel.topology import TOPOLOGY
from tests.chaos.checks.published import Shelf

QUEUE = f"{TOPOLOGY.name}.events.log"
PREFETCH = 500


class StreamReader:
    def __init__(self, amqp: str, shelf: Shelf) -> None:
        self.shelf = shelf
        self._amqp = amqp
        self._next: int | str = "first"

    def rewind(self) -> None:
        """The queue is another one now."""
        self._next = "first"

    def read(self, enough: Callable[[], bool], seconds: float) -> None:
        """Until there is enough on the shelf, or for so long."""
        parameters = pika.URLParameters(self._amqp)
        parameters.socket_timeout = parameters.stack_timeout = 10
        deadline = time.monotonic() + seconds
        connection = pika.BlockingConnection(parameters)
        try:
            channel = connection.channel()
            channel.basic_qos(prefetch_count=PREFETCH)
            offset = {"x-stream-offset": self._next}
            channel.basic_consume(QUEUE, self._receive, arguments=offset)
            while not enough() and time.monotonic() < deadline:
                connection.process_data_events(time_limit=0.05)
        finally:
            # What has come and was not looked at is given back then, which no stream takes.
            with suppress(ConnectionClosedByBroker):
                connection.close()

    def _receive(self, channel: Any, method: Any, properties: Any, body: bytes) -> None:
        self.shelf.put(orjson.loads(body))
        self._next = properties.headers["x-stream-offset"] + 1
        channel.basic_ack(method.delivery_tag)
