"""The relay: how many events a second a broker confirms when the log is full of them."""

import logging
import multiprocessing
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pika
import structlog

from bench import profiles
from bench.figures import Figure, Round, at_least
from bench.own_log import own_log
from bench.plan import Plan
from bench.seed import claims, fill
from bench.system import servers
from kernel.database import DURABLE, MAJORITY, connect
from kernel.mongo import MongoLog
from kernel.relay import Relay
from kernel.settings import amqp_uri
from kernel.topology import Topology

PATIENCE = 300.0  # seconds for a whole log; at a tenth of the target it takes a third of that

SUBSCRIBERS = (
    6  # queues that get the customer log: two groups, and two for each service that reacts
)
GOAL = (at_least("rate", 5_000),)


def figures(plan: Plan) -> list[Figure]:
    events = plan.size(whole=50_000, quick=10_000)
    found = []
    with servers(plan.folder / "relay"):
        for queues in (SUBSCRIBERS, 1):
            what = f"relayed from a full log, confirmed, {queues} subscriber's queues"
            rounds = plan.repeat(what, partial(relayed, events, queues))
            rates = [done.rate for done, _ in rounds]
            cost = f"{1e6 * rounds[-1][1] / events:.0f} µs of the relay's CPU for each event"
            found.append(Figure(what, {"rate": rates}, GOAL, [cost]))
        if not plan.quick:
            path = plan.folder / "relay.folded"
            relayed(events, SUBSCRIBERS, path)
            profiles.tables(plan, "relay", {"relay": path})
    return found


def relayed(events: int, queues: int, profile: Path | None = None) -> tuple[Round, float]:
    """The round, and the seconds of CPU that the relay took."""
    topology = Topology(f"bench{uuid4().hex[:8]}")
    with own_log() as log:
        fill(log.collection, claims(events))
        declare(topology, queues)
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            job = (log.collection.database.name, topology.name, events, profile)
            seconds, cpu = pool.apply(drain, job)
        discard(topology, queues)
    return Round(seconds, [seconds / events] * events), cpu


def drain(name: str, topology: str, events: int, profile: Path | None) -> tuple[float, float]:
    """Run a relay in this process until everything is confirmed: seconds, and those of CPU."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    stop = Event()
    with connect() as client:
        database = client.get_database(name, read_concern=MAJORITY, write_concern=DURABLE)
        relay = Relay(database, MongoLog(database, "bench"), amqp_uri(), Topology(topology))
        working = Thread(target=relay.run, args=(stop,))
        working.start()
        try:
            until(lambda: relay.status.leading)
            began, used = time.monotonic(), time.process_time()
            with profiles.of_myself(profile):
                until(lambda: relay.status.position >= events)
                return time.monotonic() - began, time.process_time() - used
        finally:
            stop.set()
            working.join()


def until(reached: Callable[[], bool]) -> None:
    """Raises TimeoutError when a relay takes so long that nothing is worth measuring."""
    limit = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > limit:
            raise TimeoutError("the relay does not get there")
        time.sleep(0.02)


def declare(topology: Topology, queues: int) -> None:
    """Everything a relay finds on the broker, and subscribers' queues that fill up."""
    with pika.BlockingConnection(pika.URLParameters(amqp_uri())) as connection:
        channel = connection.channel()
        for exchange in topology.exchanges:
            channel.exchange_declare(
                exchange.name, exchange.type, durable=True, arguments=dict(exchange.arguments)
            )
        subscribed = [topology.subscription(name) for name in names(topology, queues)]
        for queue in (*topology.queues, *subscribed):
            channel.queue_declare(queue.name, durable=True, arguments=dict(queue.arguments))
        for binding in topology.bindings:
            channel.queue_bind(binding.to, binding.exchange, binding.key)
        for name in names(topology, queues):
            for binding in topology.subscription_bindings(name, ["bench"]):
                channel.queue_bind(binding.to, binding.exchange, binding.key)


def discard(topology: Topology, queues: int) -> None:
    with pika.BlockingConnection(pika.URLParameters(amqp_uri())) as connection:
        channel = connection.channel()
        for name in (*(queue.name for queue in topology.queues), *names(topology, queues)):
            channel.queue_delete(name)


def names(topology: Topology, queues: int) -> list[str]:
    return [f"{topology.name}.{number}" for number in range(queues)]
