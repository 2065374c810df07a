"""A subscription's worker side outside its process: for operators who replay and drop."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import MongoClient

from kernel.codec import Codec
from kernel.database import service_database
from kernel.engine import Engine
from kernel.faithful import standing
from kernel.group import Group, Reactions
from kernel.live import durable
from kernel.mongo import MongoLog
from kernel.parked import ParkedStreams
from kernel.reacting import Reacting
from kernel.states import States

Client = MongoClient[dict[str, Any]]


def sink_of(
    client: Client, subscribed: Group | Reactions, codecs: Mapping[str, Codec]
) -> Engine | Reacting:
    """`codecs` are those of the logs: a reaction writes to its own."""
    service = subscribed.service
    database = service_database(client, service)
    if isinstance(subscribed, Group):
        return Engine(database, subscribed)
    return Reacting(database, subscribed, States(MongoLog(database, service), codecs[service]))


def parked_of(client: Client, subscribed: Group | Reactions) -> ParkedStreams:
    """Those of the live rows, read without becoming anybody's writer."""
    database = durable(service_database(client, subscribed.service))
    return ParkedStreams(database, standing(database, subscribed))


def named(subscriptions: Sequence[Group | Reactions], name: str) -> Group | Reactions | None:
    """By its queue, or by its own name where that is nobody else's."""
    found = [s for s in subscriptions if name == s.queue] or [
        s for s in subscriptions if name == s.name
    ]
    return found[0] if len(found) == 1 else None
