"""Server-sent events: how they are written and answered, and who may listen at one time."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from werkzeug import Response

from gateway.asked import Asked
from kernel.refusal import Unavailable

LONGEST = 300.0  # seconds; who still listens then asks again, as browsers do by themselves
MEDIA_TYPE = "text/event-stream"
STILL_HERE = b": still here\n\n"


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


def event(name: str, id: Any, data: Mapping[str, Any]) -> bytes:
    """A listener that comes back says the last `id` that it has heard."""
    said = json.dumps(data, separators=(",", ":"))
    return f"event: {name}\nid: {id}\ndata: {said}\n\n".encode()


def require_place(places: BoundedSemaphore, instead: str) -> None:
    """Whoever got one gives it back when the stream ends, however it ends."""
    if not places.acquire(blocking=False):
        raise Unavailable("too-many-streams", instead, retry_after=5)
