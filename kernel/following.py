"""One subscription as an operator sees it: where it stands, who works for it, what waits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import MongoClient

from kernel import checkpoint
from kernel.database import service_database
from kernel.group import Group, Reactions
from kernel.live import FIRST, Documents, checkpoint_id, generations
from kernel.next_event import next_event
from kernel.parked import ParkedStreams
from kernel.refusal import Unavailable

Client = MongoClient[dict[str, Any]]
Standing = tuple[int, Mapping[str, Any], str]


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
    fault: str = ""  # of the log, just behind the position: nobody can go on from there
    newer: str = ""  # who wrote its state; where it stands, this program cannot say then


def followed(
    client: Client,
    subscribed: Group | Reactions,
    stood: Standing,
    heads: Mapping[str, int],
    now: datetime,
) -> Iterator[Following]:
    """`heads` were read after where it `stood`; else it seems to be beyond them."""
    database = service_database(client, subscribed.service)
    number, stands, newer = stood
    waiting = ParkedStreams(database, checkpoint_id(subscribed.name, number)).list()
    held = holders(database)
    for source in subscribed.sources:
        position = heads[source] if newer else stands.get("positions", {}).get(source, 0)
        first = next_event(service_database(client, source), source, position, heads[source])
        parked = [stream for stream in waiting if stream.source == source]
        yield Following(
            subscribed.queue,
            source,
            position,
            heads[source] - position,
            first.waiting(now),
            None,
            sum(stream.events for stream in parked),
            len(parked),
            held.get(f"subscription/{subscribed.queue}", ""),
            number,
            f"rebuild/{subscribed.name}" in held,
            source in stands.get("rewound", {}),
            passed_over(stands, source),
            first.fault,
            newer,
        )


def standing(database: Documents, subscribed: Group | Reactions) -> Standing:
    """The live generation and its checkpoint; or why this program cannot read one of them."""
    is_group = isinstance(subscribed, Group)
    try:
        number = generations(database, subscribed.name).live if is_group else FIRST
        found = database["checkpoints"].find_one({"_id": checkpoint_id(subscribed.name, number)})
        if found:
            checkpoint.check_format(checkpoint.opened(found), rows=is_group)
    except Unavailable as newer:
        return 0, {}, newer.detail
    return number, found or {}, ""


def passed_over(stands: Mapping[str, Any], source: str) -> dict[str, int]:
    """Types of events that the program had no class for, and the first position of each."""
    noted = stands.get("unknown", {}).get(source, {})
    return {name: int(position) for name, position in noted.items()}


def holders(database: Documents) -> dict[str, str]:
    """Leases that have not run out by the server's clock."""
    running = {"$expr": {"$gt": ["$until", "$$NOW"]}}
    return {lease["_id"]: lease["holder"] for lease in database["leases"].find(running)}
