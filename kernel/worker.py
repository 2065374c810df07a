"""One worker per subscription: whoever holds the lease consumes, the others stand by.

The lease saves work; what keeps two workers from doing harm is the revision in the checkpoint.
"""

import os
import socket
from collections.abc import Sequence
from threading import Event
from typing import Protocol
from uuid import uuid4

import structlog
from pymongo.errors import PyMongoError

from kernel.consumer import Consumer
from kernel.envelope import Envelope
from kernel.keeping import kept
from kernel.lease import Lease
from kernel.live import Documents, durable
from kernel.news import News
from kernel.refusal import in_words
from kernel.status import Status
from kernel.subscription import Fetch
from kernel.subscription_metrics import export
from kernel.topology import TOPOLOGY, Topology

TTL = 6.0  # seconds after which a worker that was killed is replaced
log = structlog.get_logger()


class Sink(Protocol):
    """What a subscription is for: an Engine's rows or a Reacting's commits."""

    queue: str
    sources: Sequence[str]

    def positions(self) -> dict[str, int]: ...
    def apply(self, envelopes: Sequence[Envelope]) -> None: ...
    def readable(self, envelope: Envelope) -> bool: ...
    def parked(self) -> int: ...
    def urgent(self) -> bool: ...


class Worker:
    def __init__(
        self,
        amqp_uri: str,
        database: Documents,
        sink: Sink,
        fetch: Fetch,
        stop: Event,
        status: Status | None = None,
        topology: Topology = TOPOLOGY,
        ttl: float = TTL,
        news: News | None = None,
        outgrown: Sequence[str] = (),
    ) -> None:
        self.amqp_uri = amqp_uri
        self.sink = sink
        self.fetch = fetch
        self.stop = stop
        self.status = status or Status()
        self.topology = topology
        self.news = news
        self.outgrown = outgrown
        holder = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
        name = f"subscription/{sink.queue}"
        self.lease = Lease(durable(database)["leases"], name, holder, ttl)

    def run(self) -> None:
        """Until stopped. Comes back with a defect's exception: the process should end then."""
        while not self.stop.is_set():
            if self._acquire():
                self._work()
            else:
                self.stop.wait(self.lease.ttl / 6)

    def _acquire(self) -> bool:
        try:
            return self.lease.acquire()
        except PyMongoError as error:
            self.status.error = in_words(error)
            return False

    def _work(self) -> None:
        log.info("subscription active", queue=self.sink.queue)
        self._set_active(True)
        try:
            with kept(self.lease, self.stop, self._tell) as over:
                self._consumer(over).run()
        finally:
            self._set_active(False)
            export(self.sink.queue, self.status)

    def _set_active(self, active: bool) -> None:
        self.status.active = active
        if self.news:
            self.news.here = active

    def _consumer(self, stop: Event) -> Consumer:
        sink = self.sink
        return Consumer(
            self.amqp_uri, sink.queue, sink.sources, sink.positions, sink.apply, self.fetch,
            stop, self.status, self.topology, sink.readable, self.news, self.outgrown,
            sink.urgent,
        )  # fmt: skip

    def _tell(self) -> None:
        self.status.parked = self.sink.parked()
        export(self.sink.queue, self.status)
