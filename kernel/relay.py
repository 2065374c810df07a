"""The relay: everything in the log reaches the broker, in order and at least once."""

import os
import random
import socket
from threading import Event
from typing import Any
from uuid import uuid4

import structlog
from pymongo.database import Database
from pymongo.errors import PyMongoError

from kernel.database import connect, service_database
from kernel.lease import Fenced, Lease
from kernel.link import Broken, Unwilling
from kernel.log import Log
from kernel.mongo import MongoLog
from kernel.publisher import Publisher
from kernel.refusal import Refusal
from kernel.relay_status import Status
from kernel.settings import amqp_uri
from kernel.term import NAME, Term
from kernel.topology import TOPOLOGY, Topology

LEASE_SECONDS = 5.0
STANDBY_SECONDS = 0.4  # how often a standby asks for the lease
LONGEST_PAUSE_SECONDS = 1.5

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
                self.status.error = str(error) if isinstance(error, Refusal) else ""
                self.status.unwilling = str(error) if isinstance(error, Unwilling) else ""
                self.status.refused_at = self.status.position
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
                Term(self.database, self.log, self.lease, publisher, self.status).run(stop)
        finally:
            publisher.close()

    def _lead(self, publisher: Publisher, stop: Event) -> bool:
        """Wait as standby, connected already, for the lease; False when told to stop."""
        while not stop.is_set():
            publisher.link.check()
            if self.lease.acquire():
                logger.info("relay.leading", source=self.log.source, epoch=self.lease.epoch)
                return True
            stop.wait(STANDBY_SECONDS)
        return False


def pause(failures: int) -> float:
    """Longer after each failure, and never the same for two relays."""
    longest: float = min(LONGEST_PAUSE_SECONDS, 0.1 * 2**failures)
    return random.uniform(longest / 2, longest)
