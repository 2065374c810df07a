"""Brings a new generation to exactly where a snapshot of the live one stands, and compares them."""

from time import monotonic, sleep

from pymongo.errors import OperationFailure

from kernel import checkpoint
from kernel.checkpoint import Checkpoint
from kernel.comparing import Comparison, compare
from kernel.engine import Engine
from kernel.group import Group
from kernel.live import Documents, checkpoint_id
from kernel.progress import Report
from kernel.subscription import Fetch
from kernel.switching import advance, behind

PATIENCE = 5.0  # seconds for the live rows to pass the position where the new ones stand
SNAPSHOT_GONE = {239, 246}  # too old, or the collection has just been changed


def contrast(
    database: Documents, group: Group, fetch: Fetch, live: int, new: int, report: Report
) -> list[Comparison]:
    """Empty, and said so, when there is nothing to compare with at equal positions."""
    try:
        found = _contrast(database, group, fetch, live, new)
    except OperationFailure as error:
        if error.code not in SNAPSHOT_GONE:
            raise
        found = []
    for comparison in found:
        report(f"{group.queue}: {comparison}")
    if not found:
        report(f"{group.queue}: not compared, generation {live} is empty, behind or too large")
    return found


def _contrast(
    database: Documents, group: Group, fetch: Fetch, live: int, new: int
) -> list[Comparison]:
    if not reached(database, group, live, new):
        return []
    with database.client.start_session(snapshot=True) as session:
        old = checkpoint.load(database, checkpoint_id(group.name, live), session)
        advance(Engine(database, group, new), fetch, old.positions)
        return compare(database, group, live, new, session, known(old, group))


def known(live: Checkpoint, group: Group) -> frozenset[str]:
    """Read models that there are rows of; the program may have learnt others since."""
    if live.projections is None:
        return group.names
    return frozenset(title.partition("@")[0] for title in live.projections)


def reached(database: Documents, group: Group, live: int, new: int) -> bool:
    """Are the live rows where the new ones are, or further? They get a moment for it."""
    target = checkpoint.load(database, checkpoint_id(group.name, new))
    deadline = monotonic() + PATIENCE
    while behind(old := checkpoint.load(database, checkpoint_id(group.name, live)), target):
        if not old.positions or monotonic() > deadline:
            return False
        sleep(0.1)
    return bool(old.positions)
