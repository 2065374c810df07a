"""Bodies too large to wait in memory: read by the route, after it has let the sender in."""

from typing import Any

import eventlet
from werkzeug import Request, Response

from kernel.nameko.protocol import CONNECTION
from kernel.refusal import Invalid
from kernel.web import TooLarge, TooSlow

SECONDS = 120.0  # in which all of it has to arrive
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
    """Within a limit of time; what the route has not read is read by nobody."""
    late = TooSlow("too-slow", "the body did not arrive in time")
    connection = request.environ[CONNECTION]
    connection.answering()
    try:
        with eventlet.Timeout(SECONDS, late):
            response: Response = provider.handle_request(request)
        return response
    finally:
        if not at_its_end(request.environ["wsgi.input"]):
            connection.leave_unread()


def at_its_end(source: Any) -> bool:
    if source.chunked_input:
        return bool(source.chunk_length == 0)
    return bool(source.position >= (source.content_length or 0))


def too_large(most: int) -> TooLarge:
    return TooLarge("too-large", f"at most {most} bytes, please", limit=most)


def broken_off() -> Invalid:
    return Invalid("malformed-body", "the body ends before its end")
