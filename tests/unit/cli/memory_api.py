"""The public API as far as loaders use it, in memory: keys answer again what they answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from rich.console import Console

from cli.load.client import Client
from cli.load.steps import Loading, heads
from cli.load.transport import Reply

SOURCES = ("customer", "pipeline", "activity", "gateway")
ORGANISATION = ("/v1/teams", "/v1/people")


@dataclass
class MemoryApi:
    """`refuse` is called with the path and body of a new command; a problem refuses it."""

    refuse: Any = lambda path, body: None
    commands: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    registered: list[dict[str, Any]] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SOURCES, 0))
    answers: dict[str, Reply] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def send(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        with self.lock:
            if method == "GET":
                return self._read(path)
            key = headers["Idempotency-Key"]
            if path.endswith("/load"):  # what is there already is known by its own key
                return self._run(path, json.loads(content or b"{}"), key)
            if key not in self.answers:
                reply = self._run(path, json.loads(content or b"{}"), key)
                if reply.status >= 400:
                    return reply
                self.answers[key] = reply
            return self.answers[key]

    def loading(self, *sources: str) -> Loading:
        client = Client(self.send, sleep=lambda seconds: None)
        return Loading(client, Console(record=True), heads(client, sources or SOURCES))

    def _run(self, path: str, body: dict[str, Any], key: str) -> Reply:
        if problem := self.refuse(path, body):
            return Reply(409, json.dumps(problem).encode())
        if path.endswith("/load"):
            return self._load(path, body)
        self.commands.append((path, body, key))
        source = source_of(path)
        self.positions[source] += 1
        receipt = {"id": f"{source}-{len(self.commands)}", "version": 1}
        if path == "/v1/customers":
            phones = [{"valid": "x" not in phone} for phone in body.get("phones", [])]
            self.registered.append({"customer_id": receipt["id"], "phones": phones})
        position = {"position": f"{source}:{self.positions[source]}"}
        return Reply(201, json.dumps(receipt | position).encode())

    def _load(self, path: str, body: dict[str, Any]) -> Reply:
        """Of each row an answer of its own; a key is a deal for ever."""
        items = []
        for row in body["rows"]:
            already = any(told.get("key") == row["key"] for _, told, _ in self.commands)
            if not already:
                self.commands.append((path, row, row["key"]))
                self.positions["pipeline"] += 1
            items.append({"key": row["key"], "id": row["key"], "ok": True, "already": already})
        position = f"pipeline:{self.positions['pipeline']}"
        return Reply(200, json.dumps({"items": items, "position": position}).encode())

    def _made(self, path: str) -> Reply:
        """The teams, or the people, that commands have made, with all that these said."""
        none = {"parent": None, "team": None}
        made = [(body, key) for where, body, key in self.commands if where == path]
        items = [none | body | {"id": json.loads(self.answers[key].content)["id"]}
                 for body, key in made]  # fmt: skip
        return Reply(200, json.dumps({"items": items}).encode())

    def _read(self, path: str) -> Reply:
        if path in ORGANISATION:
            return self._made(path)
        query = parse_qs(urlsplit(path).query)
        source, after = query["source"][0], int(query["after"][0])
        events = [{"data": data} for data in self.registered[after:]]
        head = self.positions[source]
        return Reply(200, json.dumps({"events": events, "next": head, "head": head}).encode())


def source_of(path: str) -> str:
    if path.startswith("/v1/opportunities") or path.endswith("/stage"):
        return "pipeline"
    if path in ORGANISATION:
        return "gateway"
    return "activity" if path.endswith("/follow-ups") else "customer"
