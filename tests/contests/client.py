"""A client with one kept connection, and many of them that begin at the same moment."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Barrier, Thread
from time import monotonic, sleep
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

T = TypeVar("T")
PATIENCE = 60.0  # seconds for one answer
TRIES = 20  # times that one who is told to come back does so
TOLD_TO_WAIT = (503, 504)  # not now; or nobody knows whether it was done


@dataclass(frozen=True)
class Answer:
    person: str
    path: str
    status: int
    body: dict[str, Any]
    etag: str = ""
    told_to_wait: int = 0  # times that a 503 or 504 came first

    @property
    def slug(self) -> str:
        return str(self.body.get("type", "")).rsplit("/", 1)[-1]

    @property
    def version(self) -> int:
        return int(self.etag.strip('"').partition(".")[0])

    @property
    def position(self) -> tuple[str, int]:
        source, position = self.body["position"].split(":")
        return source, int(position)


class Client:
    def __init__(self, url: str, person: str, token: str) -> None:
        self.person = person
        self._address = urlsplit(url).netloc
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._connection = HTTPConnection(self._address, timeout=PATIENCE)

    def close(self) -> None:
        self._connection.close()

    def post(self, path: str, body: Any = None, key: str = "", **headers: str) -> Answer:
        """Headers by their names with underscores; the same key again when told to come back."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Idempotency-Key"] = key or str(uuid4())
        return self._until_decided("POST", path, json.dumps(body or {}), named)

    def send_file(self, path: str, content: str, **fields: str) -> Answer:
        """A CSV file, with what else a form has."""
        mark = uuid4().hex
        parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
        parts.append(f'name="file"; filename="rows.csv"\r\n\r\n{content}')
        body = "".join(f"--{mark}\r\nContent-Disposition: form-data; {one}\r\n" for one in parts)
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        named = kind | {"Idempotency-Key": str(uuid4())}
        return self._until_decided("POST", path, f"{body}--{mark}--\r\n".encode(), named)

    def get(self, path: str, after: str = "") -> Answer:
        return self._until_decided("GET", path, None, {"X-Read-After": after} if after else {})

    def _until_decided(
        self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]
    ) -> Answer:
        told = 0
        while True:
            status, etag, pause, text = self._ask(method, path, body, self._headers | headers)
            if status not in TOLD_TO_WAIT or told == TRIES:
                return Answer(self.person, path, status, json.loads(text), etag, told)
            told += 1
            sleep(pause)

    def _ask(
        self,
        method: str,
        path: str,
        body: str | bytes | None,
        headers: dict[str, str],
        again: bool = True,
    ) -> tuple[int, str, float, bytes]:
        try:
            self._connection.request(method, path, body, headers)
            got = self._connection.getresponse()
            pause = float(got.headers.get("Retry-After", "1"))
            return got.status, got.headers.get("ETag", ""), pause, got.read()
        except (HTTPException, ConnectionError):
            self._connection.close()  # a kept connection that the server had closed meanwhile
            if not again:
                raise
            return self._ask(method, path, body, headers, again=False)


def until(look: Callable[[], T], good: Callable[[T], bool]) -> T:
    """What `look` sees once it is good: work that goes on behind an answer."""
    end = monotonic() + PATIENCE
    while not good(seen := look()):
        assert monotonic() < end, f"still {seen!r}"
        sleep(0.2)
    return seen


def at_once(actions: Sequence[Callable[[], T]]) -> list[T]:
    """What each of them returned, all begun at the same moment; what one raised is raised."""
    barrier = Barrier(len(actions))
    results: dict[int, T] = {}
    failures: list[BaseException] = []

    def run(index: int, action: Callable[[], T]) -> None:
        barrier.wait()
        try:
            results[index] = action()
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [results[index] for index in range(len(actions))]
