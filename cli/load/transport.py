"""One HTTP exchange over a pool of kept connections; whatever fails on the way is Disconnected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import urllib3

Send = Callable[[str, str, bytes | None, Mapping[str, str]], "Reply"]


class Disconnected(Exception):
    """No answer: nobody knows whether the request was carried out."""


@dataclass(frozen=True)
class Reply:
    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def connect(base_url: str, token: str, connections: int) -> Send:
    """A `Send` that several threads may use at once."""
    pool = urllib3.PoolManager(
        maxsize=connections,
        block=True,
        retries=False,
        timeout=urllib3.Timeout(connect=5.0, read=30.0),
    )
    standing = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    root = base_url.rstrip("/")

    def send(method: str, path: str, content: bytes | None, headers: Mapping[str, str]) -> Reply:
        try:
            response = pool.request(
                method, root + path, body=content, headers={**standing, **headers}
            )
        except urllib3.exceptions.HTTPError as error:
            raise Disconnected(str(error)) from error
        return Reply(response.status, response.data, response.headers)

    return send
