"""Read your writes: rows that contain the positions that the caller has been given.

And what those rest on: whoever wrote to a customer reads of it, though the customers' own log is
behind with an import of others.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from kernel import debts
from kernel.checkpoint import Checkpoint
from kernel.refusal import Unavailable
from kernel.rows import Rows
from services.analytics.parameters import wrong

PATIENCE = 2.0  # seconds, for all positions together
PLACES = 64  # of 96 workers: those who read what they wrote wait for milliseconds, but all at once
TOO_FAR = 100_000  # events ahead: no projector folds so many while a reader waits
POSITION = re.compile(r"([a-z]+):([0-9]{1,15})")

waiting_room = BoundedSemaphore(PLACES)  # of this process, whichever group is waited for


def caught_up(rows: Rows, after: Sequence[str] | None) -> Rows:
    """The rows once they contain every position; Unavailable `not-yet` when that takes too long.

    Of a log that these rows are not made of they show nothing, now as later: nobody waits for it.
    """
    named = [parsed(text) for text in listed(after)]
    if wanted := [one for one in named if one[0] in rows.group.sources]:
        deadline = time.monotonic() + PATIENCE
        at = rows.at()
        if missing(at, wanted):
            wait(rows, wanted, deadline)
            at = rows.at()
        if owed := debts.owed(at.debts, wanted):
            wait(rows, owed, deadline)
    return rows


def missing(at: Checkpoint, wanted: Sequence[tuple[str, int]]) -> bool:
    ahead = [position - at.positions.get(source, 0) for source, position in wanted]
    if any(events > TOO_FAR for events in ahead):
        raise not_yet("that is far ahead of everything that has arrived")
    return any(events > 0 for events in ahead)


def wait(rows: Rows, missing: Sequence[tuple[str, int]], deadline: float) -> None:
    with place():
        for source, position in missing:
            rows.wait(source, position, max(0.0, deadline - time.monotonic()))


@contextmanager
def place() -> Iterator[None]:
    """To wait costs a worker; who finds no place comes again instead."""
    if not waiting_room.acquire(blocking=False):
        raise not_yet("too many are waiting for what is new")
    try:
        yield
    finally:
        waiting_room.release()


def not_yet(why: str) -> Unavailable:
    return Unavailable("not-yet", why, retry_after=1)


def listed(after: Any) -> Sequence[Any]:
    """As it came over the wire, which checks no type."""
    if not isinstance(after, list | tuple | None):
        raise wrong("after", "is a list of positions as customer:1041")
    return after or ()


def parsed(text: Any) -> tuple[str, int]:
    found = POSITION.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise wrong("after", "is a position as customer:1041")
    return found[1], int(found[2])
