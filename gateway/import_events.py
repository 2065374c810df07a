"""The progress of an import as server-sent events: one whenever something has changed."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Any

from werkzeug import Response

from gateway.asked import Asked
from kernel.refusal import Refusal, Unavailable

LONGEST = 300.0  # seconds; who still listens then asks again, as browsers do by themselves
PAUSE = 0.5
STREAMS = 64  # of one process at a time: each of them asks twice a second
MEDIA_TYPE = "text/event-stream"
AT_WORK = ("running", "undoing")

places = BoundedSemaphore(STREAMS)


@dataclass(frozen=True)
class Events:
    media_type = MEDIA_TYPE
    schema = None
    status = 200

    @property
    def headers(self) -> Mapping[str, str]:
        return {"X-Accel-Buffering": "no: a proxy must not keep events back."}

    def respond(self, asked: Asked, result: Iterator[bytes]) -> Response:
        sent = {"X-Accel-Buffering": "no"}
        return Response(result, self.status, sent, content_type=MEDIA_TYPE)


def followed(read: Callable[[], dict[str, Any]], pause: float = PAUSE) -> Iterator[bytes]:
    """The first state is there, or refused, before anything is answered."""
    first = read()
    if not places.acquire(blocking=False):
        raise Unavailable("too-many-streams", "ask for the state now and then", retry_after=5)
    return told(first, read, pause)


def told(
    state: dict[str, Any], read: Callable[[], dict[str, Any]], pause: float
) -> Iterator[bytes]:
    until = monotonic() + LONGEST
    try:
        yield event("progress", state)
        while state["state"] in AT_WORK and monotonic() < until:
            sleep(pause)
            before, state = state, again(state, read)
            yield event("progress", state) if state != before else b": still here\n\n"
        if state["state"] not in AT_WORK:
            yield event("ended", state)
    finally:
        places.release()


def again(before: dict[str, Any], read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """As it was, when it cannot be read just now."""
    try:
        return read()
    except Refusal:
        return before


def event(name: str, state: Mapping[str, Any]) -> bytes:
    data = json.dumps(state, separators=(",", ":"))
    return f"event: {name}\nid: {state['version']}\ndata: {data}\n\n".encode()
