"""Read your writes: rows that contain the positions that the caller has been given."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from kernel.refusal import Unavailable
from kernel.rows import Rows
from services.analytics.parameters import wrong

PATIENCE = 2.0  # seconds, for all positions together
PLACES = 64  # of 96 workers: those who read what they wrote wait for milliseconds, but all at once
TOO_FAR = 100_000  # events ahead: no projector folds so many while a reader waits
POSITION = re.compile(r"([a-z]+):([0-9]{1,15})")

waiting_room = BoundedSemaphore(PLACES)  # of this process, whichever group is waited for


def caught_up(rows: Rows, after: Sequence[str] | None) -> Rows:
    """The rows once they contain every position; Unavailable `not-yet` when that takes too long."""
    if wanted := [parsed(text, rows) for text in listed(after)]:
        known = rows.positions()
        missing = [(source, at) for source, at in wanted if at > known[source]]
        if any(at > known[source] + TOO_FAR for source, at in missing):
            raise not_yet("that is far ahead of everything that has arrived")
        if missing:
            wait(rows, missing)
    return rows


def wait(rows: Rows, missing: Sequence[tuple[str, int]]) -> None:
    deadline = time.monotonic() + PATIENCE
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


def parsed(text: str, rows: Rows) -> tuple[str, int]:
    found = POSITION.fullmatch(text) if isinstance(text, str) else None
    if not found or found[1] not in rows.group.sources:
        sources = ", ".join(rows.group.sources)
        raise wrong("after", f"is a position as customer:1041, of one of {sources}")
    return found[1], int(found[2])
