"""HTTP as the clients of the bench speak it: requests made as bytes, answers read from them."""

import json
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    raw: bytes
    due: float = 0.0  # by the monotonic clock; its latency counts from then on


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        return json.loads(self.body)


Story = Generator[Request, Answer, None]  # what one client asks, and is sent as answers


def request(
    method: str, path: str, token: str, body: Any = None, after: str = "", due: float = 0.0
) -> Request:
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: bench", f"Authorization: Bearer {token}"]
    lines += [f"X-Read-After: {after}"] if after else []
    lines += ["Content-Type: application/json"] if content else []
    lines += [f"Content-Length: {len(content)}", "", ""]
    return Request("\r\n".join(lines).encode() + content, due)


def parse(read: bytes) -> Answer | None:
    head, found, body = read.partition(b"\r\n\r\n")
    if not found:
        return None
    names = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
    if len(body) < int(names[b"content-length"]):
        return None
    return Answer(int(head[9:12]), body)
