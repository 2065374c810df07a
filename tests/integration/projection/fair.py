"""A broker's worth of names of its own, and workers that run between it and a database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import kombu
import orjson

from kernel.engine import Engine
from kernel.envelope import BATCH_TYPE, Envelope, kind
from kernel.group import Group
from kernel.live import Documents
from kernel.news import News
from kernel.settings import amqp_uri
from kernel.status import Status
from kernel.subscription import Fetch
from kernel.topology import Topology
from kernel.worker import Sink, Worker
from tests.game import World, group

PATIENCE = 30.0


@dataclass
class Running:
    worker: Worker
    failed: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    @property
    def status(self) -> Status:
        return self.worker.status

    def stop(self) -> None:
        self.worker.stop.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        assert not self.failed

    def _run(self) -> None:
        try:
            self.worker.run()
        except BaseException as error:
            self.failed.append(error)


class Fair:
    def __init__(self, database: Documents, world: World, channel: Any) -> None:
        self.database = database
        self.world = world
        self.channel = channel
        self.topology = Topology(f"t{uuid4().hex[:10]}")
        self.news = News()
        self.group: Group = group(self.topology.name)
        self.running: list[Running] = []

    def work(
        self,
        sink: Sink | None = None,
        fetch: Fetch | None = None,
        outgrown: Sequence[str] = (),
    ) -> Running:
        """One more worker; ready when it, or another, has the queue."""
        worker = Worker(
            amqp_uri(), self.database, sink or Engine(self.database, self.group),
            fetch or self.world.fetch, Event(), topology=self.topology, ttl=2.0, news=self.news,
            outgrown=outgrown,
        )  # fmt: skip
        self.running.append(Running(worker))
        eventually(lambda: any(each.status.connected for each in self.running))
        return self.running[-1]

    def publish(self, *envelopes: Envelope) -> None:
        """Each in a batch of its own."""
        for envelope in envelopes:
            self.send(orjson.dumps([envelope]), kind(envelope["type"])[0])

    def send(self, body: bytes, key: str, content_type: str = BATCH_TYPE) -> None:
        producer = kombu.Producer(self.channel)
        producer.publish(
            body, exchange=self.topology.batches.name, routing_key=key,
            content_type=content_type, content_encoding="utf-8",
        )  # fmt: skip

    def depth(self, queue: str) -> int:
        """Messages that are ready, not those that are delivered and unacknowledged."""
        return int(self.channel.queue_declare(queue, passive=True).message_count)

    def dead(self) -> int:
        return self.depth(self.topology.dead.name)

    def clear(self) -> None:
        for running in self.running:
            running.worker.stop.set()
        for running in self.running:
            running.thread.join(PATIENCE)
        for queue in (self.group.queue, self.topology.dead.name):
            self.channel.queue_delete(queue)
        for exchange in self.topology.exchanges:
            self.channel.exchange_delete(exchange.name)


@contextmanager
def fair(database: Documents, world: World) -> Iterator[Fair]:
    with kombu.Connection(amqp_uri()) as connection:
        made = Fair(database, world, connection.channel())
        try:
            yield made
        finally:
            made.clear()


def eventually(holds: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Poll with a deadline."""
    deadline = monotonic() + patience
    while not holds():
        assert monotonic() < deadline, "it did not happen in time"
        sleep(0.02)
