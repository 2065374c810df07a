"""Rows of live read models against a fresh fold of the logs: a sample of them, or all.

A row is in the sample by the digest of its key: so rows that are missing are noticed as well as
rows that should not be there, and only what is in the sample is kept in memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import Any

from pymongo import MongoClient

from kernel import checkpoint
from kernel.checksum import canonical
from kernel.database import service_database
from kernel.fresh import Tick, fold
from kernel.group import Group
from kernel.live import Documents, checkpoint_id, durable, generations, rows_of
from kernel.projection import Row

Client = MongoClient[dict[str, Any]]
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
    left_out: set[tuple[str, int]]  # what is parked, or was given up
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)


def differences(
    client: Client, group: Group, sample: int | None, tick: Tick
) -> tuple[int, list[Difference]]:
    """How many rows were looked at, and those that differ. `sample` None: all of them."""
    database = durable(service_database(client, group.service))
    share = share_of(database, group, sample)
    stored = snapshot(client, database, group, share)
    wanted = partial(chosen, share)
    folded = fold(client, group, stored.positions, stored.left_out, wanted, tick)
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


def chosen(share: int, key: str) -> bool:
    if share == WHOLE:
        return True
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) < share


def snapshot(client: Client, database: Documents, group: Group, share: int) -> Standing:
    number = generations(database, group.name).live
    id = checkpoint_id(group.name, number)
    with client.start_session(snapshot=True) as session:
        at = checkpoint.load(database, id, session)
        checkpoint.check(at, group)
        waiting = database["parked"].find({"checkpoint": id}, session=session)
        left_out = {(doc["source"], doc["position"]) for doc in waiting}
        standing = Standing(at.positions, left_out)
        for projection in group.projections:
            rows = rows_of(database, projection.name, number)
            for row in rows.find({}, session=session, batch_size=5_000):
                if chosen(share, row["_id"]):
                    standing.rows[projection.name, row["_id"]] = row
    return standing


def same(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return one is other
    return canonical(one) == canonical(other)
