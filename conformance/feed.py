"""`GET /v1/events` as the gateway answers it, over a log of our own, and at times not at all."""

import json
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from conformance.asked import Refusal, pinned_by, read
from conformance.history import CODECS
from conformance.told import Told
from conformance.wanted import Wanted
from kernel.feed import feed
from kernel.pinned import pinned


class Feed:
    """What is asked of it shows how far a subscriber is: it asks for what comes after."""

    def __init__(self, logs: Mapping[str, Told], token: str, wanted: Wanted) -> None:
        self.logs = logs
        self.token = token
        self.wanted = wanted
        self.refusing = 0  # requests to come that get no answer
        self.answered = 0
        self.changed = Condition()
        self.level: set[str] = set()  # sources of which the subscriber was told that it has all

    def page(self, query: Mapping[str, str], authorization: str) -> dict[str, Any]:
        """Raises Refusal."""
        if authorization != f"Bearer {self.token}":
            raise Refusal(401, "unauthorised", "Please sign in and send the token.")
        source, after, limit, wait = read(query)
        log = self.logs.get(source) or Told(source, ())
        asked = [name.strip() for name in query.get("types", "").split(",") if name.strip()]
        types = self.wanted.types(source, asked, log.types) or None
        pins = pinned_by(query.get("pin", ""))
        page = told(log, after, limit, types, pins)
        with self.changed:
            self.answered += 1
            if after >= page["head"] == log.until:
                self.level.add(source)
            self.changed.notify_all()
            if page["events"] or not self.changed.wait_for(lambda: log.until > page["head"], wait):
                return page
        return told(log, after, limit, types, pins)

    def happens(self, source: str, position: int) -> None:
        """From now on the log has it."""
        with self.changed:
            self.logs[source].until = position
            self.level.discard(source)
            self.changed.notify_all()

    def refuses(self) -> bool:
        with self.changed:
            self.refusing, refused = max(0, self.refusing - 1), self.refusing > 0
            return refused

    def await_level(self, sources: set[str], seconds: float) -> bool:
        """Whether the subscriber asks, from now on, for more where there is none of all sources."""
        with self.changed:
            self.level.clear()
            return self.changed.wait_for(lambda: sources <= self.level, seconds)

    def await_answer(self, seconds: float) -> None:
        with self.changed:
            answered = self.answered
            self.changed.wait_for(lambda: self.answered > answered, seconds)


def told(
    log: Told, after: int, limit: int, types: Sequence[str] | None, pins: Mapping[str, int]
) -> dict[str, Any]:
    page = feed(log, after, limit, types)
    if log.source not in CODECS:
        return page
    return page | {"events": pinned(CODECS[log.source], pins, page["events"])}


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, served: Feed) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.feed = served
        self.url = f"http://127.0.0.1:{self.server_port}/v1/events"

    def __enter__(self) -> "Server":
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who was killed hears no answer."""


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(asked.query).items()}
        try:
            if asked.path != "/v1/events":
                raise Refusal(404, "not-found", "There is GET /v1/events and nothing else.")
            if self.server.feed.refuses():
                raise Refusal(503, "unavailable", "Please ask again in a moment.")
            page = self.server.feed.page(query, self.headers.get("Authorization", ""))
        except Refusal as refusal:
            self.answer(refusal.status, "application/problem+json", refusal.document)
        else:
            self.answer(200, "application/json", page)

    def answer(self, status: int, kind: str, document: Any) -> None:
        body = json.dumps(document, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """The subscriber's own log says what it asked."""
