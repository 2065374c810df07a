"""Rows of live read models against a fresh fold of the logs: a sample of them, or all.

A row is in the sample by the digest of its key: so rows that are missing are noticed as well as
rows that should not be there, and only what is in the sample is kept in memory.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from pymongo import MongoClient

from kernel import checkpoint
from kernel.checksum import canonical
from kernel.database import service_database
from kernel.envelope import Envelope, kind, open_envelope
from kernel.event import Recorded
from kernel.feed import entries
from kernel.group import Group
from kernel.history import gone
from kernel.live import Documents, checkpoint_id, durable, generations, rows_of
from kernel.mongo import MongoLog
from kernel.projection import Projection, Row
from kernel.table import as_stored

Client = MongoClient[dict[str, Any]]
Tick = Callable[[int], None]
PAGE = 2_000
WHOLE = 1 << 64


@dataclass(frozen=True)
class Difference:
    projection: str
    key: str
    stored: Row | None  # None: there is no such row
    folded: Row | None


@dataclass
class Standing:
    """Rows as they stood at one moment, and up to where events are in them."""

    positions: Mapping[str, int]
    parked: set[tuple[str, int]]
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)


def differences(
    client: Client, group: Group, sample: int | None, tick: Tick
) -> tuple[int, list[Difference]]:
    """How many rows were looked at, and those that differ. `sample` None: all of them."""
    database = durable(service_database(client, group.service))
    share = share_of(database, group, sample)
    stored = snapshot(client, database, group, share)
    folded = fold(client, group, stored, share, tick)
    keys = sorted(stored.rows.keys() | folded.keys())
    found = [
        Difference(*key, stored.rows.get(key), folded.get(key))
        for key in keys
        if not same(stored.rows.get(key), folded.get(key))
    ]
    return len(keys), found


def share_of(database: Documents, group: Group, sample: int | None) -> int:
    """Keys whose digest is below this are looked at."""
    if sample is None:
        return WHOLE
    number = generations(database, group.name).live
    rows = sum(
        rows_of(database, projection.name, number).estimated_document_count()
        for projection in group.projections
    )
    return WHOLE if rows <= sample else WHOLE * sample // rows


def chosen(key: str, share: int) -> bool:
    if share == WHOLE:
        return True
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) < share


def snapshot(client: Client, database: Documents, group: Group, share: int) -> Standing:
    number = generations(database, group.name).live
    id = checkpoint_id(group.name, number)
    with client.start_session(snapshot=True) as session:
        at = checkpoint.load(database, id, session)
        waiting = database["parked"].find({"checkpoint": id}, session=session)
        standing = Standing(at.positions, {(doc["source"], doc["position"]) for doc in waiting})
        for projection in group.projections:
            rows = rows_of(database, projection.name, number)
            for row in rows.find({}, session=session, batch_size=5_000):
                if chosen(row["_id"], share):
                    standing.rows[projection.name, row["_id"]] = row
    return standing


def fold(
    client: Client, group: Group, stored: Standing, share: int, tick: Tick
) -> dict[tuple[str, str], Row]:
    rows: dict[tuple[str, str], Row] = {}
    for source in group.sources:
        upto = stored.positions.get(source, 0)
        log = MongoLog(service_database(client, source), source)
        for envelope in history(log, upto):
            if (source, envelope["position"]) not in stored.parked:
                take(group, source, envelope, share, rows)
            tick(1)
    return rows


def history(log: MongoLog, upto: int) -> Iterator[Envelope]:
    """Raises Rewound when the log ends before that."""
    after = 0
    while after < upto:
        before = after
        for _, envelope in entries(log, after, min(PAGE, upto - after)):
            if envelope["position"] > upto:
                return
            yield envelope
            after = envelope["position"]
        if after == before:
            raise gone(log.source, upto, after)


def take(
    group: Group,
    source: str,
    envelope: Envelope,
    share: int,
    rows: dict[tuple[str, str], Row],
) -> None:
    _, name, _ = kind(envelope["type"])
    concerned = group.concerned(source, name)
    if not concerned:
        return
    recorded = open_envelope(envelope, group.sources[source])
    for projection in concerned:
        for key in projection.keys(recorded):
            if chosen(key, share):
                evolve(projection, key, recorded, rows)


def evolve(
    projection: Projection, key: str, recorded: Recorded, rows: dict[tuple[str, str], Row]
) -> None:
    at = projection.name, key
    row = projection.evolve(rows.get(at) or {"_id": key}, recorded)
    if row is None:
        rows.pop(at, None)
    else:
        rows[at] = as_stored(row)


def same(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return one is other
    return canonical(one) == canonical(other)
