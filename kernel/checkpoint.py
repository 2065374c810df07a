"""Where a group stands: one position per source, and a revision that fences out a second worker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pymongo.client_session import ClientSession

from kernel.envelope import Envelope
from kernel.lease import Fenced
from kernel.live import Documents
from kernel.subscription import sort


@dataclass(frozen=True, slots=True)
class Checkpoint:
    id: str  # "lists.g1"
    positions: Mapping[str, int]
    rev: int


def load(database: Documents, id: str, session: ClientSession | None = None) -> Checkpoint:
    """The checkpoint; one that was never written stands before the first event."""
    found = database["checkpoints"].find_one({"_id": id}, session=session)
    return Checkpoint(id, found["positions"], found["rev"]) if found else Checkpoint(id, {}, 0)


def follows(at: Checkpoint, sources: Iterable[str], envelopes: Sequence[Envelope]) -> bool:
    """Are these the next events of each source, in order and without a hole?"""
    last = dict.fromkeys(sources, 0) | dict(at.positions)
    ready, _ = sort(last, envelopes)
    return len(ready) == len(envelopes)


def ensure(database: Documents, id: str) -> None:
    """Make it exist, so that the first transaction has something to filter on."""
    first = {"positions": {}, "rev": 0}
    database["checkpoints"].update_one({"_id": id}, {"$setOnInsert": first}, upsert=True)


def advance(
    database: Documents, old: Checkpoint, positions: Mapping[str, int], session: ClientSession
) -> Checkpoint:
    """Move it in the transaction that writes the rows; Fenced when it is not as it was read.

    Every transaction increments the revision, also one that moves no position.
    """
    new = {**old.positions, **positions}
    moved = database["checkpoints"].update_one(
        {"_id": old.id, "rev": old.rev}, {"$set": {"positions": new}, "$inc": {"rev": 1}},
        session=session,
    )  # fmt: skip
    if not moved.matched_count:
        raise Fenced(old.id)
    return replace(old, positions=new, rev=old.rev + 1)
