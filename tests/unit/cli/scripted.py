"""A transport that answers from a list: what a client does about it can be read off `asked`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cli.load.client import Client
from cli.load.transport import Disconnected, Reply


def reply(status: int, body: Any = None, **headers: str) -> Reply:
    return Reply(status, json.dumps(body or {}).encode(), headers)


@dataclass
class Script:
    replies: list[Reply | Disconnected]
    asked: list[tuple[str, str, Any, dict[str, str]]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def send(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        self.asked.append((method, path, content and json.loads(content), dict(headers)))
        # the last answer is given for ever
        answer = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(answer, Disconnected):
            raise answer
        return answer

    def client(self, patience: float = 10.0) -> Client:
        """Its clock moves by what it slept and by a second a look."""
        return Client(self.send, patience, self._clock, self.slept.append, lambda: 0.5)

    def _clock(self) -> float:
        return sum(self.slept) + len(self.asked)
