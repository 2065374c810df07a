"""The process that sends events by webhook: one of them works, others of its kind stand by."""

import os
import socket
from threading import Event
from uuid import uuid4

import structlog
from pymongo.errors import PyMongoError

from gateway.events import UPCASTS
from gateway.events import Event as Events
from gateway.secret import credential_key
from gateway.sending.attempt import Sender
from gateway.sending.deliveries import Deliveries
from gateway.sending.feeds import Call, RemoteFeeds
from gateway.sending.hooks import Hooks
from gateway.sending.lead import Lead
from gateway.sending.means import Feeds, Means
from gateway.sending.schedule import Schedule
from gateway.sending.standing import Shelf
from gateway.sending.target import Policy
from kernel.codec import Codec
from kernel.database import connect, service_database
from kernel.keeping import kept
from kernel.lease import Fenced, Lease
from kernel.live import Documents, durable
from kernel.mongo import MongoLog
from kernel.refusal import Refusal, in_words
from kernel.states import States
from kernel.status import Status

LEASE = "webhooks"
TTL = 6.0  # seconds after which one that was killed is replaced

logger = structlog.get_logger(__name__)


def run(stop: Event, call: Call, status: Status) -> None:
    """The process: returns when told to stop, raises on a defect only. `call` is an RpcClient's."""
    credential_key()  # without one, or with a short one, nothing starts
    sender, schedule = Sender(Policy.from_settings()), Schedule.from_settings()
    database = durable(service_database(connect(), "gateway"))
    states = States(MongoLog(database, "gateway"), Codec(Events, UPCASTS))
    Sending(database, Hooks(states), RemoteFeeds(call), sender, schedule, status).run(stop)


class Sending:
    def __init__(
        self,
        database: Documents,
        hooks: Hooks,
        feeds: Feeds,
        sender: Sender,
        schedule: Schedule,
        status: Status | None = None,
        ttl: float = TTL,
    ) -> None:
        self.database = database
        self.hooks = hooks
        self.feeds = feeds
        self.sender = sender
        self.schedule = schedule
        self.status = status or Status()
        self.status.connected = True  # there is no queue to consume
        holder = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
        self.lease = Lease(database["leases"], LEASE, holder, ttl)

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            try:
                self._term(stop)
            except (Fenced, PyMongoError, Refusal) as error:
                self.status.error = in_words(error)
                logger.warning("sending interrupted", error=repr(error))
            stop.wait(self.lease.ttl / 6)

    def _term(self, stop: Event) -> None:
        if not self.lease.acquire():
            self.status.error = ""
            return
        logger.info("webhooks active", epoch=self.lease.epoch)
        self.status.active = True
        try:
            with kept(self.lease, stop) as over:
                Lead(self.hooks, self._means(), self.status).run(over)
        finally:
            self.status.active = False

    def _means(self) -> Means:
        deliveries = Deliveries(self.database)
        deliveries.create_indexes()
        shelf = Shelf(self.database, self.lease.epoch)
        return Means(self.feeds, self.sender, self.schedule, shelf, deliveries, self.hooks.pause)
