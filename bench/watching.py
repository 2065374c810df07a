"""A process that watches where events arrive: in read models and at a subscriber of its own.

How old an event is counts from the time that its commit carries, which is taken just before it is
written; so each figure holds the writing as well.
"""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from multiprocessing.synchronize import Event
from threading import Thread
from typing import Any

import orjson
import pika

from kernel.checkpoint import load
from kernel.database import connect, service_database
from kernel.live import checkpoint_id, durable, generations
from kernel.log import Commit
from kernel.mongo import MongoLog
from kernel.settings import amqp_uri
from kernel.topology import TOPOLOGY

SOURCES = ("customer", "pipeline", "activity")
GROUPS = ("lists", "reports")
LOOK = 0.004  # seconds between two looks at the read models
QUIET = 0.5  # seconds without a message after which a subscriber has got everything
Sights = Mapping[str, list[float]]
Looks = list[tuple[float, Mapping[str, int]]]


def watch(begun: Event, over: Event, sights: Any) -> None:
    """Puts seconds of every commit or event, by who saw it, into the queue `sights`."""
    client = connect()
    logs = [MongoLog(service_database(client, source), source) for source in SOURCES]
    heads = {log.source: log.head() for log in logs}
    delivered: list[float] = []
    subscriber = Thread(target=subscribe, args=(begun, over, delivered), daemon=True)
    subscriber.start()
    looks = looked(client, logs, over)
    subscriber.join()
    commits = {log.source: log.after(heads[log.source], 10**6) for log in logs}
    found = {group: seen(looks[group], commits) for group in GROUPS}
    sights.put({**found, "subscriber": delivered})
    client.close()


def looked(client: Any, logs: Sequence[MongoLog], over: Event) -> Mapping[str, Looks]:
    """Where each group stood at which moment, until all of them have seen everything."""
    database = durable(service_database(client, "analytics"))
    ids = {name: checkpoint_id(name, generations(database, name).live) for name in GROUPS}
    looks: dict[str, Looks] = {name: [] for name in GROUPS}
    while not (over.is_set() and complete(looks, logs)):
        for name, id in ids.items():
            looks[name].append((time.time(), load(database, id).positions))
        time.sleep(LOOK)
    return looks


def complete(looks: Mapping[str, Looks], logs: Sequence[MongoLog]) -> bool:
    heads = {log.source: log.head() for log in logs}
    last = [at[-1][1] for at in looks.values()]
    return all(positions.get(name, 0) >= end for positions in last for name, end in heads.items())


def seen(looks: Looks, commits: Mapping[str, list[Commit]]) -> list[float]:
    """For each commit the age at which a group had it first."""
    ages = []
    for source, made in commits.items():
        moments = iter(looks)
        at, positions = next(moments)
        for commit in made:
            while positions.get(source, 0) < commit.last:
                at, positions = next(moments)
            ages.append(at - commit.at.timestamp())
    return ages


def subscribe(begun: Event, over: Event, ages: list[float]) -> None:
    """A plain consumer with a queue of its own, as an ERP would have one."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_uri()))
    channel = connection.channel()
    queue = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(queue, TOPOLOGY.events.name, "#")
    channel.basic_qos(prefetch_count=500)
    begun.set()
    for method, _, body in channel.consume(queue, inactivity_timeout=QUIET):
        if method:
            ages.append(time.time() - moment(body))
            channel.basic_ack(method.delivery_tag)
        elif over.is_set():
            break
    connection.close()


def moment(body: bytes) -> float:
    return datetime.fromisoformat(orjson.loads(body)["time"]).timestamp()
