"""All logs and whoever follows them, as an operator sees them: read straight from the databases.

Nothing else has to run for it but MongoDB. Facts only; what to make of them is said by the CLI.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from time import sleep
from typing import Any

from pymongo import MongoClient, timeout

from kernel.database import service_database
from kernel.end_of_log import COUNTED, NUMBERED
from kernel.following import followed, standing
from kernel.group import Group, Reactions
from kernel.live import Documents
from kernel.next_event import next_event
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
    fault: str = ""  # of the log, just behind what was published: the relay cannot go on


def overview(client: Client, subscriptions: Subscriptions) -> dict[str, Any]:
    """As JSON; raises PyMongoError when the database does not answer."""
    with timeout(LIMIT):
        first = look(client, subscriptions)
        if any(line["behind"] > 0 for line in first["following"]):
            sleep(LOOK_AGAIN)
            return moved(first, look(client, subscriptions))
        return first


def look(client: Client, subscriptions: Subscriptions) -> dict[str, Any]:
    """Who follows first, the ends afterwards: nobody seems to be beyond a log that is written."""
    now = server_time(client)
    stands = [(one, standing(service_database(client, one.service), one)) for one in subscriptions]
    sources = sorted({source for subscribed in subscriptions for source in subscribed.sources})
    logs = {source: log_facts(service_database(client, source), source, now) for source in sources}
    heads = {source: facts.head for source, facts in logs.items()}
    following = [
        asdict(line)
        for subscribed, stood in stands
        for line in followed(client, subscribed, stood, heads, now)
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
    relay = relay_status(database)  # before the end, which may move on meanwhile
    published, end = relay["position"], head(database)
    first = next_event(database, source, published, end)
    return LogFacts(
        source, end, published, end - published, first.waiting(now),
        relay["holder"], relay["epoch"], first.fault,
    )  # fmt: skip


def head(database: Documents) -> int:
    """As far as it can be told; what is no commit is for `verify`."""
    last = database["log"].find_one(NUMBERED, COUNTED, sort=[("_id", -1)])
    return int(last["_id"] + max(last["count"], 1) - 1) if last else 0
