"""A client of the public HTTP API: every command has a key, so repeating it cannot do it twice."""

import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from cli.load.retry import AGAIN, pause, retry_after
from cli.load.transport import Disconnected, Reply, Send

Json = dict[str, Any]
PATIENCE = 90.0  # seconds a request is repeated; a supervised service is back long before


class GaveUp(Exception):
    """The system does not answer, or does not let us in: loading again later goes on from here."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json

    @property
    def accepted(self) -> bool:
        return self.status in (200, 201)

    @property
    def slug(self) -> str:
        """The stable last part of a problem's type, such as `duplicate`."""
        return str(self.body.get("type", self.status)).rsplit("/", 1)[-1]

    @property
    def position(self) -> int:
        """Where in its source's log the command's events stand."""
        return int(str(self.body["position"]).rpartition(":")[2])


@dataclass(frozen=True)
class Client:
    send: Send
    patience: float = PATIENCE
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = field(default=random.random)

    def post(self, path: str, body: Mapping[str, Any], key: str, *, unknown_yet: int = 0) -> Answer:
        """Run a command under its key.

        A 404 is asked again `unknown_yet` times: a service hears of a new customer a moment later.
        """
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        for attempt in range(unknown_yet + 1):
            answer = self._ask("POST", path, content, headers)
            if answer.status != 404 or attempt == unknown_yet:
                break
            self.sleep(pause(attempt + 2, self.chance()))
        return answer

    def get(self, path: str, read_after: str = "", **query: str | int) -> Json:
        """What is so after the positions `read_after`; raises GaveUp when nothing can be read."""
        headers = {"X-Read-After": read_after} if read_after else {}
        asked = f"{path}?{urlencode(query)}" if query else path
        answer = self._ask("GET", asked, None, headers)
        if not answer.accepted:
            raise GaveUp(f"GET {path}: {answer.status} {problem(answer.body)}")
        return answer.body

    def _ask(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        deadline, attempt = self.clock() + self.patience, 0
        while True:
            reply = self._once(method, path, content, headers)
            if isinstance(reply, Reply) and reply.status not in AGAIN:
                return answer(reply)
            if self.clock() >= deadline:
                raise GaveUp(f"{method} {path} failed for {self.patience:.0f} s: {words(reply)}")
            asked = retry_after(reply.headers) if isinstance(reply, Reply) else 0.0
            self.sleep(pause(attempt, self.chance(), asked))
            attempt += 1

    def _once(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Reply | Disconnected:
        try:
            return self.send(method, path, content, headers)
        except Disconnected as error:
            return error


def answer(reply: Reply) -> Answer:
    """Raises GaveUp when the token is not good for anything: every further row would fail too."""
    try:
        body = json.loads(reply.content)
    except ValueError:
        body = {"detail": reply.content[:200].decode(errors="replace")}
    if reply.status in (401, 403):
        raise GaveUp(f"{reply.status} {problem(body)}")
    return Answer(reply.status, body if isinstance(body, dict) else {"detail": str(body)})


def words(failed: Reply | Disconnected) -> str:
    return str(failed) if isinstance(failed, Disconnected) else problem(answer(failed).body)


def problem(body: Mapping[str, Any]) -> str:
    """A problem document in one line."""
    slug = str(body.get("type", "")).rsplit("/", 1)[-1]
    said = [slug, str(body.get("detail") or body.get("title") or "")]
    said += [f"{error.get('field')}: {error.get('message')}" for error in body.get("errors", [])]
    return " · ".join(part for part in said if part)
