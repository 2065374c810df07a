"""Who remembers something else of a log than it holds: after a restore they refuse to go on."""

from collections.abc import Iterator, Mapping
from typing import Any

from pymongo import MongoClient

from kernel import history
from kernel.database import service_database
from kernel.feed import entries
from kernel.live import durable
from kernel.log import Log
from kernel.mongo import MongoLog
from kernel.overview import Subscriptions

Client = MongoClient[dict[str, Any]]


def doubters(client: Client, subscriptions: Subscriptions, source: str) -> Iterator[str]:
    """Their names. What only a running process remembers, only that process can say."""
    database = service_database(client, source)
    log = MongoLog(database, source, confirmed=True)
    if not relay_agrees(log, database["cursors"].find_one({"_id": "relay"}) or {}):
        yield "the relay"
    for service in sorted({subscribed.service for subscribed in subscriptions}):
        for found in durable(service_database(client, service))["checkpoints"].find():
            if not agrees(log, found):
                yield f"{service}.{found['_id']}"


def relay_agrees(log: Log, cursor: Mapping[str, Any]) -> bool:
    try:
        history.confirm(log, int(cursor.get("position", 0)), str(cursor.get("mark", "")))
    except history.Rewound:
        return False
    return True


def agrees(log: Log, checkpoint: Mapping[str, Any]) -> bool:
    if log.source in checkpoint.get("rewound", {}):
        return False
    known = checkpoint.get("marks", {}).get(log.source)
    position = checkpoint.get("positions", {}).get(log.source, 0)
    return not known or known == mark_at(log, position)


def mark_at(log: Log, position: int) -> str:
    """Of the event at a position; "" when the log does not go so far."""
    return next((history.mark(envelope) for _, envelope in entries(log, position - 1, 1)), "")
