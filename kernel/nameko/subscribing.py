"""A subscription that runs inside a service: for small read models of its own, and reactions."""

from threading import Event
from typing import Any, cast

from nameko.extensions import DependencyProvider

from kernel import health
from kernel.engine import Engine
from kernel.faithful import Faithful, standing
from kernel.group import Group, Reactions
from kernel.nameko import process
from kernel.news import News
from kernel.reacting import Reacting
from kernel.remote_feed import RemoteFeed
from kernel.renewing import renew
from kernel.settings import amqp_uri
from kernel.status import Status
from kernel.worker import Worker


def subscribe(subscribed: Group | Reactions) -> News:
    """Keep these rows up to date, or react to these events, as long as the service runs.

    What a method sees of it is the news that rows have changed.
    """
    return cast("News", Subscriber(subscribed))


class Subscriber(DependencyProvider):
    def __init__(self, subscribed: Group | Reactions) -> None:
        self.subscribed = subscribed
        self.news = News()

    def get_dependency(self, worker_ctx: Any) -> News:
        return self.news

    def start(self) -> None:
        """All `setup`s have run: the log that reactions write to is there."""
        self.stopping = Event()
        self.thread = self.container.spawn_managed_thread(self.run, self.subscribed.queue)

    def run(self) -> None:
        """An exception from here kills the container, and so the process: it starts anew."""
        status = Status()
        # Not `status.ready`: a source that is away makes nobody else unready.
        health.check(self.subscribed.queue, lambda: status.connected or not status.active)
        fetch = RemoteFeed(process.rpc_client())
        database = process.database(self.subscribed.service)
        if isinstance(self.subscribed, Group):
            renew(database, self.subscribed, fetch, self.stopping)
        patient = RemoteFeed(process.rpc_client(), patient=True)
        faithful = Faithful(patient, database, lambda: standing(database, self.subscribed))
        sink = sink_of(self.subscribed, self.news)
        known: dict[str, Any] = {}
        if isinstance(self.subscribed, Group):  # for its rows, somebody waits
            known = {"news": self.news, "outgrown": self.subscribed.outgrown}
        Worker(amqp_uri(), database, sink, faithful, self.stopping, status, **known).run()

    def stop(self) -> None:
        self.stopping.set()
        self.thread.wait()


def sink_of(subscribed: Group | Reactions, news: News) -> Engine | Reacting:
    database = process.database(subscribed.service)
    if isinstance(subscribed, Group):
        return Engine(database, subscribed, told=news.tell)
    return Reacting(database, subscribed, process.states_of(subscribed.service))
