"""A log, a topology of its own, a subscriber's queue, and relays to run between them."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import orjson
import pika
from pymongo.database import Database

from kernel.link import declare
from kernel.log import Draft, Entry
from kernel.mongo import MongoLog
from kernel.relay import Relay
from kernel.relay_status import relay_status
from kernel.settings import amqp_uri
from kernel.topology import Topology
from tests.integration.servers import throwaway_database

LEASE_SECONDS = 1.0


@dataclass
class Rig:
    database: Database[Any]
    log: MongoLog
    topology: Topology
    queue: str
    channel: Any  # of a plain connection that plays the subscriber
    running: list["Running"] = field(default_factory=list)
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def commit(self, *sizes: int) -> None:
        """Append a commit of so many events for each size."""
        for size in sizes:
            stream = f"thing/{uuid4().hex}"
            entries = tuple(Entry(stream, n, "Happened", 1, {"n": n}) for n in range(1, size + 1))
            self.log.append(Draft(entries, datetime.now(UTC), {"command_id": uuid4().hex}))

    def relay(self, uri: str | None = None) -> "Running":
        made = Running(
            Relay(
                self.database, self.log, uri or amqp_uri(), self.topology,
                lease_seconds=LEASE_SECONDS,
            )
        )  # fmt: skip
        self.running.append(made)
        return made

    def process(self) -> "subprocess.Popen[bytes]":
        """A relay that can be stopped and killed."""
        arguments = [self.database.name, self.topology.name, str(LEASE_SECONDS)]
        made = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.relay_process", *arguments]
        )
        self.processes.append(made)
        return made

    @property
    def status(self) -> dict[str, Any]:
        return relay_status(self.database)

    def received(self, queue: str = "") -> list[dict[str, Any]]:
        """Every envelope that waits in the queue, taken out of it."""
        found = []
        while True:
            method, _, body = self.channel.basic_get(queue or self.queue, auto_ack=True)
            if method is None:
                return found
            found.append(orjson.loads(body))

    def positions(self, upto: int, seconds: float = 15) -> list[int]:
        """Positions as they come, until `upto` is among them."""
        arrived: list[int] = []

        def complete() -> bool:
            arrived.extend(envelope["position"] for envelope in self.received())
            return upto in arrived

        eventually(complete, seconds)
        return arrived

    def bind(self) -> None:
        """(Re)create the subscriber's queue; the topology must stand."""
        self.channel.queue_declare(self.queue, durable=True)
        self.channel.queue_bind(self.queue, self.topology.events.name, f"{self.log.source}.#")


class Running:
    """A relay in a thread."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.status = relay.status
        self.stop = Event()
        self.defect: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        self.stop.set()
        self._thread.join(15)
        assert not self._thread.is_alive(), "the relay does not stop"
        if self.defect:
            raise self.defect

    def _run(self) -> None:
        try:
            self.relay.run(self.stop)
        except BaseException as defect:
            self.defect = defect


@contextmanager
def rig() -> Iterator[Rig]:
    name = f"t{uuid4().hex[:10]}"
    topology = Topology(name)
    connection = pika.BlockingConnection(pika.URLParameters(amqp_uri()))
    channel = connection.channel()
    with throwaway_database() as database:
        log = MongoLog(database, name)
        log.create_indexes()
        made = Rig(database, log, topology, f"{name}.subscriber", channel)
        declare(channel, topology)
        made.bind()
        try:
            yield made
        finally:
            for process in made.processes:
                process.kill()
                process.wait()
            for running in made.running:
                running.finish()
            discard(channel, topology, made.queue)
            connection.close()


def discard(channel: Any, topology: Topology, *queues: str) -> None:
    for queue in (*queues, *(queue.name for queue in topology.queues)):
        channel.queue_delete(queue)
    for exchange in topology.exchanges:
        channel.exchange_delete(exchange.name)


def eventually(true: Callable[[], Any], seconds: float = 15) -> None:
    """Ask until it is true; a failure says what never was."""
    deadline = monotonic() + seconds
    while not true():
        assert monotonic() < deadline, f"not within {seconds} s"
        sleep(0.02)


def deduplicated(positions: list[int]) -> list[int]:
    """What a subscriber applies: each position once, when it comes first."""
    return list(dict.fromkeys(positions))
