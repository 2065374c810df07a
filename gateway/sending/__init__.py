"""The process that sends events by webhook: one of them works, others of its kind stand by."""

import os
import socket
from threading import Event, Thread
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
from gateway.sending.runner import Feeds, Means, Runner
from gateway.sending.schedule import Schedule
from gateway.sending.standing import Shelf
from gateway.sending.target import Policy
from gateway.webhook_remembered import Webhook
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
LOOK = 0.5  # seconds between two looks at what there is to send
JOIN_SECONDS = 6.0

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
                Lead(self).run(over)
        finally:
            self.status.active = False


class Lead:
    """For as long as the lease is ours: a thread for each webhook there is."""

    def __init__(self, sending: Sending) -> None:
        self.sending = sending
        deliveries = Deliveries(sending.database)
        deliveries.create_indexes()
        shelf = Shelf(sending.database, sending.lease.epoch)
        self.means = Means(
            sending.feeds, sending.sender, sending.schedule, shelf, deliveries,
            sending.hooks.pause,
        )  # fmt: skip
        self.tasks: dict[str, Task] = {}

    def run(self, over: Event) -> None:
        try:
            self.means.shelf.sweep(self.sending.hooks.known())
            while not over.is_set():
                self.look()
                over.wait(LOOK)
        finally:
            self.end(list(self.tasks))

    def look(self) -> None:
        """Raises what one of them has ended with."""
        hooks = self.sending.hooks.known()
        for hook in hooks.values():
            self.tend(hook)
        self.end([id for id in self.tasks if id not in hooks])
        self.sending.status.error = ""

    def tend(self, hook: Webhook) -> None:
        if hook.id not in self.tasks:
            self.tasks[hook.id] = Task(Runner(hook, self.means))
        self.tasks[hook.id].tell(hook)

    def end(self, ids: list[str]) -> None:
        tasks = [self.tasks.pop(id) for id in ids]
        for task in tasks:
            task.stop.set()
        for task in tasks:
            task.thread.join(JOIN_SECONDS)


class Task:
    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.stop = Event()
        self.failure: Exception | None = None
        self.thread = Thread(target=self.work, name=f"webhook {runner.hook.id}", daemon=True)
        self.thread.start()

    def work(self) -> None:
        try:
            self.runner.run(self.stop)
        except Exception as failure:
            self.failure = failure

    def tell(self, hook: Webhook) -> None:
        if self.failure:
            raise self.failure
        if hook != self.runner.hook:
            self.runner.hook = hook
