"""Senders of webhooks over real logs, rows and leases; only the feed is read without the broker."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from pymongo import MongoClient

from gateway import webhook
from gateway.events import UPCASTS
from gateway.events import Event as Events
from gateway.sending import Sending
from gateway.sending.attempt import Sender
from gateway.sending.deliveries import Deliveries
from gateway.sending.feeds import types_of
from gateway.sending.hooks import Hooks
from gateway.sending.schedule import Schedule
from gateway.sending.standing import Shelf, Standing
from gateway.sending.target import Policy
from gateway.subscribed import SOURCES
from gateway.webhook_remembered import COMPANY, WEBHOOKS, Webhook
from kernel.change import change
from kernel.codec import Codec
from kernel.commits import Commits, now
from kernel.context import Context
from kernel.database import service_database
from kernel.feed import feed
from kernel.ids import identified
from kernel.live import durable
from kernel.log import Draft, Entry
from kernel.mongo import MongoLog
from kernel.refusal import Unavailable
from kernel.states import States

PATIENCE = 60.0
LOOSE = Policy(http=True, private=True)
TTL = 1.0
AWAY = "activity"  # a source that nobody answers for


class LogFeeds:
    """As the services answer it, straight from their logs."""

    def __init__(self, client: MongoClient[Any]) -> None:
        self.client = client

    def head(self, source: str) -> int:
        if source == AWAY:
            raise Unavailable("not-reachable", "nobody answers")
        return self._log(source).head()

    def page(self, hook: Webhook, source: str, after: int, limit: int) -> dict[str, Any]:
        return feed(self._log(source), after, limit, types_of(hook, source))

    def _log(self, source: str) -> MongoLog:
        return MongoLog(service_database(self.client, source), source)


def sending(
    client: MongoClient[Any], delays: Sequence[float], seconds: float = 5.0, ttl: float = TTL
) -> Sending:
    database = durable(service_database(client, "gateway"))
    states = States(MongoLog(database, "gateway"), Codec(Events, UPCASTS))
    sender = Sender(LOOSE, seconds=seconds)
    return Sending(database, Hooks(states), LogFeeds(client), sender, Schedule(delays), ttl=ttl)


class Rig:
    def __init__(self, client: MongoClient[Any]) -> None:
        self.client = client
        self.database = durable(service_database(client, "gateway"))
        self.log = MongoLog(self.database, "gateway")
        self.log.create_indexes()
        self.customers = MongoLog(service_database(client, "customer"), "customer")
        self.customers.create_indexes()
        self.states = States(self.log, Codec(Events, UPCASTS))
        self.running: list[tuple[Event, Thread]] = []
        self.versions: dict[str, int] = {}

    def happened(self, *subjects: str, type: str = "Happened") -> None:
        """One event for each, in one commit."""
        entries = []
        for subject in subjects:
            self.versions[subject] = version = self.versions.get(subject, 0) + 1
            entries.append(Entry(subject, version, type, 1, {"n": version}))
        meta = {"command_id": uuid4().hex, "actor": "ann"}
        self.customers.append(Draft(tuple(entries), now(), meta))

    def command(self, decide: Any, id: str, *how: Any, **more: Any) -> None:
        context = identified(Context(actor="root"))
        made = change(WEBHOOKS, COMPANY, decide, id, *how, by="root", at=datetime.now(UTC), **more)
        Commits(self.states, context).commit(made)

    def register(self, url: str, events: Sequence[str] = ("customer.*",), after: int = 0) -> str:
        id = uuid4().hex
        since = dict.fromkeys(SOURCES, after)
        self.command(webhook.register, id, "ERP", url, tuple(events), True, "s1", since)
        return id

    def start(self, *delays: float, seconds: float = 5.0) -> Event:
        """Another sender; several stand by for each other. Set what is answered to stop it."""
        stop = Event()
        made = sending(self.client, delays or [0.2] * 50, seconds)
        thread = Thread(target=made.run, args=(stop,), daemon=True)
        thread.start()
        self.running.append((stop, thread))
        return stop

    def end(self) -> None:
        for stop, _ in self.running:
            stop.set()
        for _, thread in self.running:
            thread.join(PATIENCE)
        self.running = []

    def hook(self, id: str) -> Webhook:
        found: Webhook = self.states.load(WEBHOOKS, COMPANY, fresh=True).state.known[id]
        return found

    def standing(self, id: str) -> Standing:
        return Shelf(self.database).load(id)

    def deliveries(self, id: str) -> list[dict[str, Any]]:
        return Deliveries(self.database).of(id, 200)


def eventually(holds: Any, what: str = "") -> Any:
    until, found = monotonic() + PATIENCE, None
    while monotonic() < until:
        with suppress(KeyError, IndexError):
            if found := holds():
                return found
        sleep(0.02)
    raise AssertionError(f"not within {PATIENCE} s: {what or found}")
