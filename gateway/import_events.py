"""The progress of an import as server-sent events: one whenever something has changed."""

from collections.abc import Callable, Iterator, Mapping
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Any

from gateway.event_stream import LONGEST, STILL_HERE, event, require_place
from kernel.refusal import Refusal

PAUSE = 0.5
STREAMS = 64  # of one process at a time: each of them asks twice a second
AT_WORK = ("running", "undoing")

places = BoundedSemaphore(STREAMS)


def followed(read: Callable[[], dict[str, Any]], pause: float = PAUSE) -> Iterator[bytes]:
    """The first state is there, or refused, before anything is answered."""
    first = read()
    require_place(places, "ask for the state now and then")
    return told(first, read, pause)


def told(
    state: dict[str, Any], read: Callable[[], dict[str, Any]], pause: float
) -> Iterator[bytes]:
    until = monotonic() + LONGEST
    try:
        yield told_of("progress", state)
        while state["state"] in AT_WORK and monotonic() < until:
            sleep(pause)
            before, state = state, again(state, read)
            yield told_of("progress", state) if state != before else STILL_HERE
        if state["state"] not in AT_WORK:
            yield told_of("ended", state)
    finally:
        places.release()


def again(before: dict[str, Any], read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """As it was, when it cannot be read just now."""
    try:
        return read()
    except Refusal:
        return before


def told_of(name: str, state: Mapping[str, Any]) -> bytes:
    return event(name, state["version"], state)
