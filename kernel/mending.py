"""After a backup of a log has been restored: positions that were used are filled, never used again.

Decision 0005. What was lost stays lost; but no new event gets the id of one that others have seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pymongo import MongoClient

from kernel import history
from kernel.database import service_database
from kernel.end_of_log import COUNTED, NUMBERED
from kernel.feed import missing
from kernel.group import Reactions
from kernel.live import Documents, durable
from kernel.log import Draft, Entry
from kernel.mongo import MongoLog
from kernel.overview import Subscriptions, head
from kernel.relay_status import relay_status

Client = MongoClient[dict[str, Any]]
AT_ONCE = 2_000  # events of one commit


def hole(database: Documents) -> str:
    """The first positions that are missing inside the log; "" when there are none."""
    end = 0
    for found in database["log"].find(NUMBERED, COUNTED).sort("_id", 1):
        if found["_id"] > end + 1:
            return missing(end + 1, found["_id"] - 1)
        end = int(found["_id"] + max(found["count"], 1) - 1)
    return ""


@dataclass(frozen=True)
class Seen:
    """The highest position of a log that somebody has read, and who that was."""

    source: str
    head: int
    upto: int
    by: str

    @property
    def lost(self) -> int:
        return max(0, self.upto - self.head)


def seen(client: Client, subscriptions: Subscriptions, source: str, beyond: int = 0) -> Seen:
    """`beyond` is what an outside subscriber has told: nobody here can know of it."""
    known = {"an outside subscriber": beyond}
    known["the relay"] = relay_status(service_database(client, source))["position"]
    for service in {subscribed.service for subscribed in subscriptions}:
        for found in durable(service_database(client, service))["checkpoints"].find():
            known[f"{service}.{found['_id']}"] = found["positions"].get(source, 0)
    who = max(known, key=lambda name: known[name])
    return Seen(source, head(service_database(client, source)), known[who], who)


def mend(client: Client, subscriptions: Subscriptions, found: Seen) -> None:
    """Fill, and let those go on who keep no rows. Rows want a rebuild, and say so until then."""
    for subscribed in subscriptions:
        database = durable(service_database(client, subscribed.service))
        if isinstance(subscribed, Reactions):
            accept(database["checkpoints"], subscribed.name, found.source)
        else:
            flag(database["checkpoints"], subscribed.name, found)
    mend_log(service_database(client, found.source), found.source, found.upto)


def mend_log(database: Documents, source: str, upto: int) -> None:
    """No position that was used is free any more, and the relay takes the log for its own."""
    fill(MongoLog(database, source, confirmed=True), upto)
    database["cursors"].update_one({"_id": "relay"}, {"$unset": {"mark": ""}})


def fill(log: MongoLog, upto: int) -> None:
    """Somebody else may be writing; it is done when the log has reached the position."""
    while (end := log.head()) < upto:
        before = [entry for commit in log.stream(history.LOST_STREAM) for entry in commit.entries]
        first = 1 + max((e.version for e in before if e.stream == history.LOST_STREAM), default=0)
        entries = tuple(lost_entries(first, min(AT_ONCE, upto - end)))
        meta = {"command_id": uuid4().hex, "actor": "operator", "answer": {}}
        log.append(Draft(entries, datetime.now(UTC), meta))


def lost_entries(first: int, count: int) -> Iterator[Entry]:
    for version in range(first, first + count):
        yield Entry(history.LOST_STREAM, version, history.LOST, 1, {})


def accept(checkpoints: Any, name: str, source: str) -> None:
    """What it has done stays done; it goes on with what comes after."""
    gone = {f"marks.{source}": "", f"rewound.{source}": ""}
    checkpoints.update_many(of_group(name), {"$unset": gone})


def flag(checkpoints: Any, name: str, found: Seen) -> None:
    """Rows beyond the end of the log hold what never happened now."""
    beyond = {f"positions.{found.source}": {"$gt": found.head}}
    why = history.gone(found.source, found.upto, found.head).detail
    checkpoints.update_many(of_group(name) | beyond, {"$set": {f"rewound.{found.source}": why}})


def of_group(name: str) -> dict[str, Any]:
    return {"_id": {"$regex": rf"^{name}\.g\d+$"}}
