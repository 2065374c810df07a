"""The relay: everything in the log reaches the broker, in order and at least once."""

import os
import random
import socket
from contextlib import suppress
from threading import Event
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog
from pymongo.database import Database
from pymongo.errors import PyMongoError

from kernel.cursor import Cursor
from kernel.database import connect, service_database
from kernel.feed import commits
from kernel.lease import Fenced, Lease
from kernel.link import Broken
from kernel.log import Log
from kernel.message import messages
from kernel.mongo import MongoLog
from kernel.publisher import Publisher
from kernel.refusal import Refusal
from kernel.relay_status import Status
from kernel.settings import amqp_uri
from kernel.topology import TOPOLOGY, Topology
from kernel.wakeup import Wakeup

NAME = "relay"  # of its lease and of its cursor, in the database of the log
WINDOW = 1_000  # unconfirmed messages; refilled when half of it is confirmed
LEASE_SECONDS = 5.0
POLL_SECONDS = 0.4  # the floor under the wake-up, and how often a standby asks for the lease
STORE_SECONDS = 0.2  # at most so much is published again after a crash
FINISH_SECONDS = 3.0  # for the last confirms when asked to stop
LONGEST_PAUSE_SECONDS = 4.0

STATUS = Status()
logger = structlog.get_logger()


def run(service: str, stop: Event) -> None:
    """The process `relay <service>`: returns when told to stop, raises on a defect only."""
    STATUS.service = service
    client = connect()
    try:
        database = service_database(client, service)
        Relay(database, MongoLog(database, service), amqp_uri(), status=STATUS).run(stop)
    finally:
        client.close()


class Relay:
    """Connects, waits for the lease, relays; whatever breaks, it begins again at the cursor."""

    def __init__(
        self,
        database: Database[Any],
        log: Log,
        uri: str,
        topology: Topology = TOPOLOGY,
        status: Status | None = None,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self.database = database
        self.log = log
        self.uri = uri
        self.topology = topology
        self.status = status or Status(log.source)
        holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self.lease = Lease(database["leases"], NAME, holder, lease_seconds)

    def run(self, stop: Event) -> None:
        failures = 0
        while not stop.is_set():
            before = self.status.published
            try:
                self._connect(stop)
            except (Broken, Fenced, PyMongoError, Refusal) as error:
                failures = failures + 1 if self.status.published == before else 1
                self.status.interrupted += 1
                logger.warning("relay.interrupted", source=self.log.source, error=repr(error))
                stop.wait(pause(failures))
            finally:
                self.status.connected = self.status.leading = self.status.blocked = False
                self.status.export()

    def _connect(self, stop: Event) -> None:
        publisher = Publisher(self.uri, f"relay {self.log.source}", self.topology)
        try:
            publisher.open()
            self.status.connected = True
            self.status.export()
            if self._lead(publisher, stop):
                Term(self, publisher).run(stop)
        finally:
            publisher.close()

    def _lead(self, publisher: Publisher, stop: Event) -> bool:
        """Wait as standby, connected already, for the lease; False when told to stop."""
        while not stop.is_set():
            publisher.link.check()
            if self.lease.acquire():
                logger.info("relay.leading", source=self.log.source, epoch=self.lease.epoch)
                return True
            stop.wait(POLL_SECONDS)
        return False


class Term:
    """One lease on one connection."""

    def __init__(self, relay: Relay, publisher: Publisher) -> None:
        self.log, self.status, self.lease = relay.log, relay.status, relay.lease
        self.publisher = publisher
        self.wakeup = Wakeup(relay.database["log"])
        self.cursor = Cursor(relay.database["cursors"], NAME, self.lease.epoch)
        self.position = self.cursor.position  # up to where the log has been read
        self._before = self.status.published
        self._renew_at = self._store_at = monotonic()

    def run(self, stop: Event) -> None:
        """Until told to stop. Raises Broken, Fenced, or what the database raises."""
        self.status.leading = True
        try:
            with self.wakeup:
                while not stop.is_set():
                    self.step()
            self.publisher.wait_until(0, FINISH_SECONDS)
        finally:
            with suppress(Fenced, PyMongoError):
                self.cursor.store(self.publisher.position)
                self.lease.release()
            self._observe()

    def step(self) -> None:
        self.publisher.link.check()
        self._keep()
        if self.publisher.outstanding > WINDOW // 2:
            self.publisher.wait_until(WINDOW // 2, POLL_SECONDS)
        elif not self.forward():
            settled = self.cursor.position == self.position
            self.wakeup.wait(POLL_SECONDS if settled else STORE_SECONDS)

    def forward(self) -> bool:
        """Hand on what follows in the log, as much as the window takes; False at its end."""
        before = self.position
        for commit in commits(self.log, self.position, WINDOW - self.publisher.outstanding):
            self.publisher.send(messages(self.log.source, commit))
            self.position = commit.last
        return self.position > before

    def _keep(self) -> None:
        """Renew the lease and store the cursor, when it is time."""
        now = monotonic()
        if now >= self._renew_at:
            if not self.lease.renew():
                raise Fenced(NAME)
            self._renew_at = now + self.lease.ttl / 3
        if now >= self._store_at:
            self.cursor.store(self.publisher.position)
            self._store_at = now + STORE_SECONDS
            self._observe()

    def _observe(self) -> None:
        self.status.blocked = self.publisher.link.blocked
        self.status.published = self._before + self.publisher.confirms.confirmed
        self.status.position = self.cursor.position
        self.status.outstanding = self.publisher.outstanding
        self.status.export()


def pause(failures: int) -> float:
    """Longer after each failure, and never the same for two relays."""
    longest: float = min(LONGEST_PAUSE_SECONDS, 0.1 * 2**failures)
    return random.uniform(longest / 2, longest)
