"""The feed of another service, as a subscription reads it: over RPC."""

from typing import Any

from kernel.context import Context
from kernel.rpc import RpcClient

SECONDS = 4.0  # a page takes milliseconds; an answer that was lost must not cost the recovery
SUBSCRIBER = Context(actor="subscriber", role="system")


class RemoteFeed:
    """`fetch(source, after, limit)`; raises Unavailable or Indeterminate when there is none now."""

    def __init__(self, client: RpcClient, patient: bool = False) -> None:
        """`patient` for who follows: a page may be `held` while work in bulk is written."""
        self._call = client.call
        self._how = {"patient": True} if patient else {}

    def __call__(self, source: str, after: int, limit: int) -> dict[str, Any]:
        args = {"after": after, "limit": limit, **self._how}
        page: dict[str, Any] = self._call(source, "feed", args, SUBSCRIBER, timeout=SECONDS)
        return page
