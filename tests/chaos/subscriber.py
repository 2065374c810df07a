"""The reference subscriber: the queue is a hint, the log is the truth, and nothing else is needed.

Plain pika and HTTP, as an ERP would do it. It keeps one integer per source.
"""

import time
from threading import Event, Thread
from typing import Any

import orjson
import pika
from pika.exceptions import AMQPError

from kernel.topology import TOPOLOGY
from tests.chaos.checks.published import Folded, from_envelope
from tests.chaos.client import Client

QUEUE = "chaos.reference"
SOURCES = ("customer", "pipeline", "activity", "gateway")
SILENCE = 1.0  # seconds after which an idle source is asked for its head
PAGE = 1000
BATCH = 200


class Subscriber:
    def __init__(self, amqp: str, url: str, bearer: str) -> None:
        self.folded = Folded()
        self.duplicates = self.gaps = 0
        self._last = dict.fromkeys(SOURCES, 0)
        self._heard = dict.fromkeys(SOURCES, 0.0)
        self._amqp = amqp
        self._client = Client(url, bearer)
        self._inbox: list[tuple[int, dict[str, Any]]] = []
        self._over = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def positions(self) -> dict[str, int]:
        return dict(self._last)

    def close(self) -> None:
        self._over.set()
        self._thread.join(20)

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                with self._connected() as connection:
                    self._consume(connection)
            except (AMQPError, OSError):
                self._ask_the_silent()
                self._over.wait(0.2)

    def _connected(self) -> pika.BlockingConnection:
        parameters = pika.URLParameters(self._amqp)
        parameters.socket_timeout = parameters.stack_timeout = 3
        parameters.blocked_connection_timeout = 5
        parameters.heartbeat = 4
        return pika.BlockingConnection(parameters)

    def _consume(self, connection: pika.BlockingConnection) -> None:
        self._inbox = []
        channel = connection.channel()
        queue = TOPOLOGY.subscription(QUEUE)
        channel.queue_declare(QUEUE, durable=True, arguments=dict(queue.arguments))
        for source in SOURCES:
            channel.queue_bind(QUEUE, TOPOLOGY.events.name, f"{source}.#")
        channel.basic_qos(prefetch_count=BATCH)
        cancelled: list[Any] = []  # its queue was deleted: it is declared anew
        channel.add_on_cancel_callback(cancelled.append)
        channel.basic_consume(QUEUE, self._receive)
        while not self._over.is_set() and not cancelled:
            connection.process_data_events(time_limit=0.05)
            inbox, self._inbox = self._inbox, []
            for _, envelope in inbox:
                self._take(envelope)
            if inbox:
                channel.basic_ack(inbox[-1][0], multiple=True)
            self._ask_the_silent()

    def _receive(self, channel: Any, method: Any, properties: Any, body: bytes) -> None:
        self._inbox.append((method.delivery_tag, orjson.loads(body)))

    def _take(self, envelope: dict[str, Any]) -> None:
        event = from_envelope(envelope)
        source, position = event[0], event[1]
        self._heard[source] = time.monotonic()
        if position <= self._last[source]:
            self.duplicates += 1
        elif position > self._last[source] + 1:
            self.gaps += 1
            self._read(source)
        else:
            self._apply(event)

    def _ask_the_silent(self) -> None:
        for source, heard in self._heard.items():
            if time.monotonic() - heard > SILENCE:
                self._read(source)

    def _read(self, source: str) -> None:
        """The feed until caught up, or until it does not answer."""
        while not self._over.is_set():
            query = f"source={source}&after={self._last[source]}&limit={PAGE}"
            page = self._client.request("GET", f"/v1/events?{query}")
            self._heard[source] = time.monotonic()
            if page.status != 200:
                return
            for envelope in page.answer["events"]:
                event = from_envelope(envelope)
                if event[1] == self._last[source] + 1:
                    self._apply(event)
            if self._last[source] >= page.answer["head"] or not page.answer["events"]:
                return

    def _apply(self, event: tuple[str, int, str, int, bytes]) -> None:
        self.folded.apply(event)
        self._last[event[0]] = event[1]
