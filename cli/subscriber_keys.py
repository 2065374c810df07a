"""The tokens of subscribers, as the HTTP API keeps them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from cli.load.client import Client

KEYS = "/v1/api-keys"
GOOD_FOR = timedelta(days=365)


def keys_of(client: "Client", name: str | None = None) -> list[dict[str, Any]]:
    """Keys for the feed, and those alone: a program of the same name keeps its own."""
    return [
        key for key in client.get(KEYS)["items"]
        if key["access"] == "feed" and name in (None, key["name"])
    ]  # fmt: skip


def issue(
    client: "Client", name: str, events: list[str], pins: list[str], personal: bool
) -> tuple[str, datetime]:
    """The token, and until when it is good. Raises GaveUp with what the API said."""
    body = {
        "name": name, "role": "manager", "access": "feed", "events": events, "pins": pins,
        "personal": personal,
    }  # fmt: skip
    return made(client, KEYS, body)


def renew(client: "Client", id: str, overlap: int) -> tuple[str, datetime]:
    return made(client, f"{KEYS}/{id}/renew", {"overlap_days": overlap})


def revoke(client: "Client", id: str) -> None:
    client.post(f"{KEYS}/{id}/revoke", {}, uuid4().hex)


def made(client: "Client", path: str, body: Mapping[str, Any]) -> tuple[str, datetime]:
    from cli.load.client import GaveUp

    until = datetime.now(UTC) + GOOD_FOR
    asked = {**body, "expires_at": until.isoformat(timespec="seconds")}
    answer = client.post(path, asked, uuid4().hex)
    if not answer.accepted or not answer.body["key"]:
        wrong = answer.body.get("errors", ())
        said = "; ".join(f"{error['field']}: {error['message']}" for error in wrong)
        raise GaveUp(f"no token was made: {said or answer.body.get('detail', answer.slug)}")
    return str(answer.body["key"]), until
