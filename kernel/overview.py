"""All logs and whoever follows them, as an operator sees them: read straight from the databases.

Nothing else has to run for it but MongoDB. Facts only; what to make of them is said by the CLI.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from time import sleep
from typing import Any

from pymongo import MongoClient, timeout

from kernel.database import service_database
from kernel.end_of_log import COUNTED, NUMBERED
from kernel.group import Group, Reactions
from kernel.live import FIRST, Documents, checkpoint_id, generations
from kernel.parked import ParkedStreams
from kernel.relay_status import relay_status

Client = MongoClient[dict[str, Any]]
Subscriptions = Sequence[Group | Reactions]
LOOK_AGAIN = 1.0  # seconds between two looks at who is behind: do they move?
LIMIT = 5.0  # for all of it


@dataclass(frozen=True)
class LogFacts:
    source: str
    head: int
    published: int  # where the relay's cursor stands
    unpublished: int
    seconds: float  # that the oldest unpublished event has been waiting
    relay: str  # who holds the lease; "" when nobody does
    epoch: int


@dataclass(frozen=True)
class Following:
    """One source as one subscription follows it."""

    queue: str
    source: str
    position: int
    behind: int  # negative: beyond the log's end
    seconds: float  # that the first unprocessed event has been waiting
    moving: bool | None  # None: it is not behind
    parked_events: int
    parked_streams: int
    worker: str  # who holds the lease; "" when nobody does
    generation: int
    rebuilding: bool
    rewound: bool  # it has read events that its log has lost
    unknown: Mapping[str, int] = field(default_factory=dict)  # types passed over, since when


def overview(client: Client, subscriptions: Subscriptions) -> dict[str, Any]:
    """As JSON; raises PyMongoError when the database does not answer."""
    with timeout(LIMIT):
        first = look(client, subscriptions)
        if any(line["behind"] > 0 for line in first["following"]):
            sleep(LOOK_AGAIN)
            return moved(first, look(client, subscriptions))
        return first


def look(client: Client, subscriptions: Subscriptions) -> dict[str, Any]:
    now = server_time(client)
    sources = sorted({source for subscribed in subscriptions for source in subscribed.sources})
    logs = {source: log_facts(service_database(client, source), source, now) for source in sources}
    following = [
        asdict(line)
        for subscribed in subscriptions
        for line in followed(client, subscribed, {s: facts.head for s, facts in logs.items()}, now)
    ]
    return {"logs": [asdict(facts) for facts in logs.values()], "following": following}


def server_time(client: Client) -> datetime:
    at: datetime = client.admin.command("hello")["localTime"]
    return at.replace(tzinfo=UTC)  # it comes without


def moved(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The second look, knowing from the first who moves."""
    was = {(line["queue"], line["source"]): line["position"] for line in before["following"]}
    for line in after["following"]:
        if line["behind"] > 0:
            line["moving"] = line["position"] > was[line["queue"], line["source"]]
    return after


def log_facts(database: Documents, source: str, now: datetime) -> LogFacts:
    end, relay = head(database), relay_status(database)
    published = relay["position"]
    waiting = age(database, published, end, now)
    unpublished = end - published
    return LogFacts(source, end, published, unpublished, waiting, relay["holder"], relay["epoch"])


def followed(
    client: Client, subscribed: Group | Reactions, heads: Mapping[str, int], now: datetime
) -> Iterator[Following]:
    database = service_database(client, subscribed.service)
    is_group = isinstance(subscribed, Group)
    number = generations(database, subscribed.name).live if is_group else FIRST
    id = checkpoint_id(subscribed.name, number)
    stands = database["checkpoints"].find_one({"_id": id}) or {}
    held = holders(database)
    waiting = ParkedStreams(database, id).list()
    for source in subscribed.sources:
        position = stands.get("positions", {}).get(source, 0)
        of_log = service_database(client, source)
        parked = [stream for stream in waiting if stream.source == source]
        yield Following(
            subscribed.queue,
            source,
            position,
            heads[source] - position,
            age(of_log, position, heads[source], now),
            None,
            sum(stream.events for stream in parked),
            len(parked),
            held.get(f"subscription/{subscribed.queue}", ""),
            number,
            f"rebuild/{subscribed.name}" in held,
            source in stands.get("rewound", {}),
            passed_over(stands, source),
        )


def passed_over(stands: Mapping[str, Any], source: str) -> dict[str, int]:
    """Types of events that the program had no class for, and the first position of each."""
    noted = stands.get("unknown", {}).get(source, {})
    return {name: int(position) for name, position in noted.items()}


def head(database: Documents) -> int:
    """As far as it can be told; what is no commit is for `verify`."""
    last = database["log"].find_one(NUMBERED, COUNTED, sort=[("_id", -1)])
    return int(last["_id"] + max(last["count"], 1) - 1) if last else 0


def age(of_log: Documents, position: int, end: int, now: datetime) -> float:
    """Seconds since the event after this position was recorded; 0 when there is none."""
    if position >= end:
        return 0.0
    around = {"_id": {"$lte": position + 1}}
    commit = of_log["log"].find_one(around, {"at": 1}, sort=[("_id", -1)])
    at = commit.get("at") if commit else None
    return max(0.0, (now - at).total_seconds()) if isinstance(at, datetime) else 0.0


def holders(database: Documents) -> dict[str, str]:
    """Leases that have not run out by the server's clock."""
    running = {"$expr": {"$gt": ["$until", "$$NOW"]}}
    return {lease["_id"]: lease["holder"] for lease in database["leases"].find(running)}
