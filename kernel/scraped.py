"""What Prometheus is told of a service's database: looked up when it asks, true whoever asks.

Relays and projectors serve it. It does not depend on their work: a relay that is stuck still
tells how long events have been waiting for it.
"""

from collections.abc import Iterator
from typing import Any

from prometheus_client import REGISTRY
from prometheus_client.metrics_core import GaugeMetricFamily as Gauge
from pymongo import MongoClient, timeout
from pymongo.errors import PyMongoError

from kernel.database import service_database
from kernel.following import holders
from kernel.live import Documents
from kernel.overview import log_facts, server_time

SECONDS = 2.0  # for all questions of one scrape


def serve(client: MongoClient[dict[str, Any]], service: str) -> None:
    REGISTRY.register(Scraped(client, service))


class Scraped:
    def __init__(self, client: MongoClient[dict[str, Any]], service: str) -> None:
        self.client = client
        self.service = service
        self.database: Documents = service_database(client, service)

    def describe(self) -> list[Gauge]:
        """Nothing is looked up while it is registered."""
        return []

    def collect(self) -> Iterator[Gauge]:
        answers = gauge("guanxi_database_answers", "1 when it was looked up in time", "service")
        try:
            with timeout(SECONDS):
                found = [*self.log(), self.leases(), self.parked()]
        except PyMongoError:
            found = []
        answers.add_metric([self.service], float(bool(found)))
        yield from (answers, *found)

    def log(self) -> Iterator[Gauge]:
        """Nothing for a service that keeps rows alone."""
        if self.database["log"].find_one({}, {"_id": 1}) is None:
            return
        facts = log_facts(self.database, self.service, server_time(self.client))
        for name, value, what in (
            ("head", facts.head, "Last position of the log"),
            ("published", facts.published, "Last position that the broker has confirmed"),
            ("unpublished_events", facts.unpublished, "Recorded and not published"),
            ("unpublished_seconds", facts.seconds, "Age of the oldest unpublished event"),
        ):
            one = gauge(f"guanxi_log_{name}", what, "source")
            one.add_metric([self.service], float(value))
            yield one

    def leases(self) -> Gauge:
        held = gauge("guanxi_lease_held", "1 for who holds it", "service", "lease", "holder")
        for lease, holder in holders(self.database).items():
            held.add_metric([self.service, lease, holder], 1.0)
        return held

    def parked(self) -> Gauge:
        """By checkpoint: a group's generation, or reactions."""
        streams = gauge("guanxi_parked_streams", "Wait for an operator", "service", "checkpoint")
        each = {"_id": {"c": "$checkpoint", "so": "$source", "st": "$stream"}}
        stages: list[dict[str, Any]] = [
            {"$group": each},
            {"$group": {"_id": "$_id.c", "streams": {"$sum": 1}}},
        ]
        for found in self.database["parked"].aggregate(stages):
            streams.add_metric([self.service, found["_id"]], float(found["streams"]))
        return streams


def gauge(name: str, what: str, *labels: str) -> Gauge:
    return Gauge(name, what, labels=labels)
