"""HTTP as it is spoken on one connection: nothing is read that another reader may read otherwise.

What a request says before a route is known is checked here. A proxy in front of us that sees
other lengths or other headers in the same bytes would let requests be smuggled past it.
"""

import re
from http import HTTPStatus
from typing import Any

import eventlet
import orjson
from eventlet.wsgi import HeaderLineTooLong, HeadersTooLarge
from nameko.web.server import HttpOnlyProtocol

from kernel.nameko.sending import Sending, read_away
from kernel.web import SECURE

HEAD_SECONDS = 10.0  # for the first byte of a connection, then for the request line and all headers
IDLE_SECONDS = 65.0  # longer than a proxy keeps its connections, or it would meet closed ones

CONNECTION = "guanxi.connection"
HEADER = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r?\n")
SECURED = "".join(f"{name}: {value}\r\n" for name, value in SECURE.items())
LENGTH = re.compile(r"[0-9]{1,15}", re.ASCII)


class Protocol(HttpOnlyProtocol):
    rfile: Any
    wfile: Any
    unread = False  # something of a request was not read, and never will be

    def setup(self) -> None:
        super().setup()
        self.wfile = Sending(self.wfile, self.connection)

    def finish(self) -> None:
        if self.unread:
            read_away(self.wfile, self.connection)
        super().finish()

    def leave_unread(self) -> None:
        """Nobody can tell any more where the next request would begin."""
        self.unread = self.close_connection = True

    def answering(self) -> None:
        """All of a request is here."""
        self.server.connections.answering(self.connection)

    def _read_request_line(self) -> Any:
        """A new connection is not kept without a word as long as one that was of use."""
        self.server.connections.silent(self.connection)
        seconds = IDLE_SECONDS if hasattr(self, "headers") else HEAD_SECONDS
        with eventlet.Timeout(seconds, False):
            line = super()._read_request_line()
            if line and len(line) >= self.server.url_length_limit:
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return b""
            return line
        return b""

    def parse_request(self) -> bool:
        """A client that sends a header a minute does not keep us waiting."""
        self.rfile = lines = Lines(self.rfile)
        try:
            with eventlet.Timeout(HEAD_SECONDS, False):
                return bool(super().parse_request()) and self.unequivocal(lines.read)
        except (HeaderLineTooLong, HeadersTooLarge):
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        self.close_connection = True
        return False

    def unequivocal(self, lines: list[bytes]) -> bool:
        well = headed(lines) and framed(self.headers) and is_utf_8(self.path)
        if not well:
            self.send_error(HTTPStatus.BAD_REQUEST)
        return well

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Nothing of what was sent is repeated, and nobody learns which software this is."""
        status = HTTPStatus(code)
        document = {"type": "about:blank", "title": status.phrase, "status": status.value,
                    "detail": status.description or "We cannot read this request."}  # fmt: skip
        body = orjson.dumps(document)
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
            f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n"
            f"{SECURED}\r\n"
        )
        self.wfile.write(head.encode() + body)
        self.leave_unread()

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ[CONNECTION] = self
        return environ


class Lines:
    """Remembers the header lines as they came: the parser drops what it does not understand."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.read: list[bytes] = []

    def readline(self, size: int = -1) -> bytes:
        line: bytes = self.file.readline(size)
        self.read.append(line)
        return line


def headed(lines: list[bytes]) -> bool:
    """Each line names a header, and the last one is empty: nothing was cut off."""
    *named, last = lines or [b""]
    return last in (b"\r\n", b"\n") and all(map(HEADER.fullmatch, named))


def framed(headers: Any) -> bool:
    """There is one way to tell where the body ends."""
    lengths = headers.get_all("Content-Length", [])
    encodings = headers.get_all("Transfer-Encoding", [])
    if encodings:
        return not lengths and [encoding.lower() for encoding in encodings] == ["chunked"]
    return len(lengths) <= 1 and all(map(LENGTH.fullmatch, lengths))


def is_utf_8(path: str) -> bool:
    try:
        path.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return True
