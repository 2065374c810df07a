"""Bodies too large to wait in memory: read by the route, after it has let the sender in."""

from contextlib import suppress
from typing import Any

import eventlet
from werkzeug import Request, Response

from kernel.nameko.protocol import CONNECTION
from kernel.refusal import Invalid
from kernel.web import TooLarge, TooSlow

SECONDS = 120.0  # in which all of it has to arrive
DISCARDED = 64 << 20  # bytes that are read to no use, so that their sender sees our answer
DISCARD_SECONDS = 10.0
PIECE = 1 << 16


class Body:
    """The body of a request as a stream that refuses to be longer than `most` bytes."""

    def __init__(self, request: Request, most: int) -> None:
        self.most = most
        self.announced = request.content_length
        self.taken = 0
        self._source = request.environ["wsgi.input"]
        if (self.announced or 0) > most:
            raise too_large(most)

    def read(self, size: int = -1) -> bytes:
        try:
            piece: bytes = self._source.read(PIECE if size < 0 else min(size, PIECE))
        except (OSError, ValueError):
            raise broken_off() from None
        self.taken += len(piece)
        if self.taken > self.most:
            raise too_large(self.most)
        if not piece and self.taken < (self.announced or 0):
            raise broken_off()
        return piece


def handled(provider: Any, request: Request) -> Response:
    """Within a limit of time; what nobody has read is read away, unless it is too much."""
    late = TooSlow("too-slow", "the body did not arrive in time")
    with eventlet.Timeout(SECONDS, late):
        response: Response = provider.handle_request(request)
    discard(request)
    return response


def discard(request: Request) -> None:
    source = request.environ["wsgi.input"]
    awaited = "HTTP_EXPECT" in request.environ and not getattr(source, "position", 0)
    done = awaited  # who asks before sending has sent nothing
    left = DISCARDED
    with suppress(OSError, ValueError), eventlet.Timeout(DISCARD_SECONDS, False):
        while not done and left > 0:
            piece = source.read(PIECE)
            done, left = not piece, left - len(piece)
    if not done or awaited:
        request.environ[CONNECTION].close_connection = True


def too_large(most: int) -> TooLarge:
    return TooLarge("too-large", f"at most {most} bytes, please", limit=most)


def broken_off() -> Invalid:
    return Invalid("malformed-body", "the body ends before its end")
