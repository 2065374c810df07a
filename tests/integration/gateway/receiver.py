"""Somebody who receives webhooks, over real HTTP, and answers as he is told to."""

import base64
import hmac
import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Answer = tuple[int, dict[str, str]]  # status and headers


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told

    def signed_with(self, secret: str) -> bool:
        """As the specification says that a receiver verifies it."""
        said = ".".join((self.headers["webhook-id"], self.headers["webhook-timestamp"])).encode()
        key = base64.b64decode(secret.removeprefix("whsec_"))
        digest = hmac.new(key, said + b"." + self.body, sha256).digest()
        expected = "v1," + base64.b64encode(digest).decode()
        given = self.headers["webhook-signature"].split(" ")
        return any(hmac.compare_digest(one, expected) for one in given)


@dataclass
class Receiver:
    url: str = ""
    port: int = 0
    answer: Callable[[Received], Answer] = lambda received: (204, {})
    received: list[Received] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)  # what was answered with 2xx
    hanging: Event = field(default_factory=Event)  # set: those who were made to wait go on

    def positions(self, subject: str = "") -> list[int]:
        """Of what was taken, each the first time: the rest is repeated."""
        found = [one["position"] for one in self.taken if subject in ("", one["subject"])]
        return list(dict.fromkeys(found))

    def hang(self, received: Received) -> Answer:
        self.hanging.wait(30)
        return 204, {}


@contextmanager
def receiver(context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got = Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            made.received.append(got)
            status, headers = made.answer(got)
            if 200 <= status < 300:
                made.taken.append(got.event)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Nobody wants to read of them."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    made.port = server.server_address[1]
    made.url = f"{'https' if context else 'http'}://127.0.0.1:{made.port}/in"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield made
    finally:
        made.hanging.set()
        server.shutdown()
        server.server_close()
