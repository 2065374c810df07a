"""The public API as a user sees it: one session per token, and waiting with a deadline."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

import requests

T = TypeVar("T")
SOURCES = ("customer", "pipeline", "activity")
DEADLINE = 15.0  # a reaction takes milliseconds; a loaded machine may take seconds


class Api:
    """`get` and `post` answer whatever comes back; `read` and `do` insist on success."""

    def __init__(self, url: str, token: str | None) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, after: str = "", **query: Any) -> requests.Response:
        headers = {"X-Read-After": after} if after else {}
        return self.session.get(self.url + path, params=query, headers=headers, timeout=30)

    def post(self, path: str, body: Any = None, **headers: str) -> requests.Response:
        """Headers by their names with underscores: If_Match, Idempotency_Key."""
        return self.send("POST", path, body or {}, headers)

    def patch(self, path: str, body: Any, **headers: str) -> requests.Response:
        return self.send("PATCH", path, body, headers)

    def send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        key = {"Idempotency-Key": str(uuid4())}
        return self.session.request(
            method, self.url + path, json=body, headers=key | named, timeout=30
        )

    def read(self, path: str, after: str = "", **query: Any) -> dict[str, Any]:
        response = self.get(path, after, **query)
        assert response.status_code == 200, (path, query, response.status_code, response.text)
        return dict(response.json())

    def do(self, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
        """The receipt; who is told to come back, does so under the same key."""
        named = {"Idempotency_Key": str(uuid4())} | headers
        response = settled(lambda: self.post(path, body, **named))
        assert response.status_code in (200, 201), (path, response.status_code, response.text)
        return dict(response.json())

    def every(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """The items of all pages."""
        page = self.read(path, limit=200, **query)
        yield from page["items"]
        while page["next"]:
            page = self.read(path, limit=200, cursor=page["next"], **query)
            yield from page["items"]

    def heads(self) -> dict[str, int]:
        return {
            source: self.read("/v1/events", source=source, limit=1)["head"] for source in SOURCES
        }

    def events(self, source: str, after: int, **query: Any) -> list[dict[str, Any]]:
        """What a log has got since, up to where it ends now."""
        found, head = [], self.read("/v1/events", source=source, limit=1)["head"]
        while after < head:
            page = self.read(f"/v1/events?after={after}", source=source, limit=1000, **query)
            found += page["events"]
            after = page["next"]
        return found


def eventually(look: Callable[[], T], good: Callable[[T], bool]) -> T:
    """What `look` sees once it is good; what follows by a reaction has no receipt to wait for.

    What is not there yet, or not yet answered, is looked at again as well.
    """
    deadline = time.monotonic() + DEADLINE
    while True:
        try:
            seen = look()
            assert good(seen), f"still {seen!r}"
            return seen
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def settled(ask: Callable[[], requests.Response]) -> requests.Response:
    """The answer, once it is no `not-yet`: a busy machine takes its time to be sure of a no."""
    return eventually(ask, lambda answer: answer.status_code not in (503, 504))


@contextmanager
def nothing_written(root: Api, *sources: str) -> Iterator[None]:
    """No command of a person is in the logs; what still follows from earlier tests may be."""
    before = root.heads()
    yield
    for source in sources or SOURCES:
        written = root.events(source, before[source])
        assert [event for event in written if asked_for(event)] == []


def asked_for(event: dict[str, Any]) -> bool:
    """By a person, and no reaction to anything."""
    return "causationid" not in event and event.get("actor") != "system"


def figures(told: Any) -> Any:
    """Of a report, without the paths where each of them opens."""
    if isinstance(told, list):
        return [figures(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {name: figures(value) for name, value in told.items() if name != "opens"}


def slug(response: requests.Response) -> str:
    assert response.headers["Content-Type"].startswith("application/problem+json")
    return str(response.json()["type"]).rsplit("/", 1)[-1]
