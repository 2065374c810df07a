"""What is stored and how much of it, looked at now and then: the short history that growth is of.

A sample has the number of ten minutes as its id, so that many who look at once leave one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import MongoClient, WriteConcern

from kernel.live import Documents
from kernel.outlook import Sample
from kernel.overview import head
from kernel.settings import database_name

Client = MongoClient[dict[str, Any]]
COLLECTION = "samples"
EVERY = 600  # seconds
KEPT = timedelta(days=35)


def services(client: Client) -> list[str]:
    """Those that have a database."""
    prefix = database_name("")
    names = sorted(client.list_database_names())
    return [name.removeprefix(prefix) for name in names if name.startswith(prefix)]


def take(client: Client, now: datetime) -> Sample:
    """A look at everything; a few commands for each database."""
    named = {name: client[database_name(name)] for name in services(client)}
    stats = [database.command("dbStats") for database in named.values()]
    logs = {name: head(database) for name, database in named.items()}
    return Sample(
        now,
        {name: end for name, end in logs.items() if end},
        sum(int(one["storageSize"] + one["indexSize"]) for one in stats),
        max((int(one.get("fsUsedSize", 0)) for one in stats), default=0),
        max((int(one.get("fsTotalSize", 0)) for one in stats), default=0),
    )


def keep(database: Documents, sample: Sample) -> None:
    """Once for all who have looked within ten minutes; what is old goes."""
    kept = {
        "at": sample.at,
        "events": dict(sample.events),
        "data": sample.data,
        "used": sample.used,
        "total": sample.total,
    }
    number = int(sample.at.timestamp()) // EVERY
    samples = database.get_collection(COLLECTION, write_concern=WriteConcern(w=1))
    samples.update_one({"_id": number}, {"$setOnInsert": kept}, upsert=True)
    samples.delete_many({"_id": {"$lt": number - int(KEPT.total_seconds()) // EVERY}})


def kept(database: Documents, since: datetime) -> Iterator[Sample]:
    """Oldest first."""
    wanted = {"_id": {"$gte": int(since.timestamp()) // EVERY}}
    for found in database[COLLECTION].find(wanted).sort("_id", 1):
        at = found["at"] if found["at"].tzinfo else found["at"].replace(tzinfo=UTC)
        yield Sample(at, found["events"], found["data"], found["used"], found["total"])
