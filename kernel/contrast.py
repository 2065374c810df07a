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
TOO_OLD = 239
SNAPSHOT_GONE = {TOO_OLD, 246}  # or the collection has just been changed


def contrast(
    database: Documents, group: Group, fetch: Fetch, live: int, new: int, report: Report
) -> list[Comparison]:
    """Empty, and said why, when there is nothing to compare with at equal positions."""
    if why := incomparable(database, group, live, new):
        report(f"{group.queue}: not compared, {why}")
        return []
    try:
        found = _contrast(database, group, fetch, live, new)
    except OperationFailure as error:
        if error.code not in SNAPSHOT_GONE:
            raise
        report(f"{group.queue}: not compared, {gone(error)}")
        return []
    for comparison in found:
        report(f"{group.queue}: {comparison}")
    return found


def _contrast(
    database: Documents, group: Group, fetch: Fetch, live: int, new: int
) -> list[Comparison]:
    with database.client.start_session(snapshot=True) as session:
        old = checkpoint.load(database, checkpoint_id(group.name, live), session)
        advance(Engine(database, group, new), fetch, old.positions)
        return compare(database, group, live, new, session, known(old, group))


def known(live: Checkpoint, group: Group) -> frozenset[str]:
    """Read models that there are rows of; the program may have learnt others since."""
    if live.projections is None:
        return group.names
    return frozenset(title.partition("@")[0] for title in live.projections)


def incomparable(database: Documents, group: Group, live: int, new: int) -> str:
    """Why, in words. Live rows that are behind the new ones get a moment to come to them."""
    target = checkpoint.load(database, checkpoint_id(group.name, new))
    deadline = monotonic() + PATIENCE
    while (old := checkpoint.load(database, checkpoint_id(group.name, live))).positions:
        if not behind(old, target):
            return ""
        if monotonic() > deadline:
            lacks = missing(old, target)
            return f"generation {live} is still behind after {PATIENCE:.0f} s, {lacks}"
        sleep(0.1)
    return f"generation {live} is empty: nothing has been folded into it yet"


def missing(old: Checkpoint, target: Checkpoint) -> str:
    """Where the live rows stand, of each source that they lack something of."""
    return ", ".join(
        f"{source} at {old.positions.get(source, 0)} of {position}"
        for source, position in sorted(target.positions.items())
        if old.positions.get(source, 0) < position
    )


def gone(error: OperationFailure) -> str:
    if error.code == TOO_OLD:
        return "reading all rows took longer than the server keeps how they stood"
    return "its collections or indexes were changed meanwhile"
