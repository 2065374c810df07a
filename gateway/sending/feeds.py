"""The feed of the services, as a webhook reads it: of its events, with persons or without."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from gateway.subscribed import EVERY, names_of
from gateway.webhook_remembered import Webhook
from kernel.remote_feed import SECONDS, SUBSCRIBER

FRESH = 0.5  # seconds for which the end of a log is believed to be where it was

Call = Callable[..., Any]  # of an RpcClient


class RemoteFeeds:
    """Whatever reads along, each log is asked for its end twice a second at most."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._heads: dict[str, tuple[float, int]] = {}

    def head(self, source: str) -> int:
        asked, known = self._heads.get(source, (float("-inf"), 0))
        if monotonic() - asked < FRESH:
            return known
        self._heads[source] = monotonic(), known  # nobody else asks meanwhile
        known = int(self._call(source, "head", {}, SUBSCRIBER, timeout=SECONDS))
        self._heads[source] = monotonic(), known
        return known

    def page(self, hook: Webhook, source: str, after: int, limit: int) -> dict[str, Any]:
        """What is not for this webhook is left out before it leaves the service."""
        args = {"after": after, "limit": limit, "types": types_of(hook, source)}
        args["personal"] = hook.personal
        page: dict[str, Any] = self._call(source, "feed", args, SUBSCRIBER, timeout=SECONDS)
        return page


def types_of(hook: Webhook, source: str) -> list[str] | None:
    """None for all of them."""
    names = names_of(hook.events, source)
    return None if EVERY in names else names
