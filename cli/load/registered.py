"""What the customer service has made of what we registered, as it published it."""

from collections.abc import Sequence
from typing import Any

from cli.load.client import Client

# A receipt names a commit's last event; the registration stands at most so far before it:
# a portfolio and forty identities are the most that one registration can bring.
COMMIT = 48
PAGE = 1000


def registered(client: Client, positions: Sequence[int]) -> list[dict[str, Any]]:
    """The data of every CustomerRegistered around these positions; some may be of others."""
    at, last = max(0, min(positions, default=0) - COMMIT), max(positions, default=0)
    found: list[dict[str, Any]] = []
    while at < last:
        page = client.get(
            "/v1/events", source="customer", after=at, types="CustomerRegistered", limit=PAGE
        )
        found += [event["data"] for event in page["events"]]
        if page["next"] <= at:
            break
        at = page["next"]
    return found
