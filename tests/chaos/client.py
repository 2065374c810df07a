"""One client of the public API: it repeats what had no answer under the same key, as it should."""

import http.client
import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from gateway.keys import ring_of
from tests.chaos.history import Attempt, Call, Read

SECONDS = 7.0  # the gateway itself gives up after 5
LONGEST_PAUSE = 1.0
LIFETIME = 7 * 24 * 3600


def token(key: str, user: str, role: str) -> str:
    """Without the time of issue: a gateway whose clock is wrong may still believe it."""
    claims = {"sub": user, "role": role, "aud": "guanxi", "exp": int(time.time()) + LIFETIME}
    return ring_of(key).sign(claims, typ="at+jwt")


class Client:
    """For one thread."""

    def __init__(
        self, url: str, bearer: str, seconds: float = SECONDS, longest: float = LONGEST_PAUSE
    ) -> None:
        self._longest = longest
        self._host = urlsplit(url).netloc
        self._headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
        self._seconds = seconds
        self._connection: http.client.HTTPConnection | None = None

    def settle(self, call: Call, patience: float, over: Callable[[], bool] = lambda: False) -> Call:
        """Send it until there is an answer that settles it, or patience is at its end."""
        deadline = time.time() + patience
        while True:
            headers = {"Idempotency-Key": call.key}
            attempt = self.request("POST", call.path, call.body, headers)
            call.attempts.append(attempt)
            if attempt.settled or time.time() > deadline or over():
                return call
            time.sleep(min(float(attempt.retry_after or 0.2), self._longest))

    def read(self, path: str, after: str, version: int) -> Read:
        return Read(path, after, version, self.request("GET", f"{path}?after={after}"))

    def request(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Attempt:
        sent = time.time()
        try:
            connection = self._connected()
            content = None if body is None else json.dumps(body)
            connection.request(method, path, content, {**self._headers, **(headers or {})})
            response = connection.getresponse()
            answer = parsed(response.read())
        except (OSError, http.client.HTTPException):
            self.close()
            return Attempt(sent, time.time(), 0)
        retry_after = response.getheader("Retry-After")
        return Attempt(sent, time.time(), response.status, answer, retry_after)

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._host, timeout=self._seconds)
        return self._connection


def parsed(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError:
        return {"unreadable": content[:200].decode(errors="replace")}
    return answer if isinstance(answer, dict) else {"unexpected": answer}
