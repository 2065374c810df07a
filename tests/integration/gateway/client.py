"""An HTTP client that speaks for somebody."""

from typing import Any

import requests

from gateway.tokens import issue


class Client:
    def __init__(self, address: str, user: str, role: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {issue(user, role)}"

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: Any) -> None:
        self.session.close()

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.send("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        return self.send("POST", path, json=body, **options)

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.session.request(method, self.address + path, timeout=15, **options)

    def speaking_for(self, user: str, role: str) -> "Client":
        return Client(self.address, user, role)


def kind(response: requests.Response) -> str:
    """The slug of a problem document; fails when it is none."""
    assert response.headers["Content-Type"] == "application/problem+json", response.text
    document = response.json()
    assert document["status"] == response.status_code
    assert document["trace_id"] == response.headers["X-Request-Id"]
    assert document["detail"]
    return str(document["type"]).rpartition("/")[2]


def fields(response: requests.Response) -> list[str]:
    """The fields that a problem document names."""
    return [error["field"] for error in response.json()["errors"]]
