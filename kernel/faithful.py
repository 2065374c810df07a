"""A feed that is asked each time whether it still goes on from what has been read of it.

What it finds is noted in the checkpoint, so that nobody is answered from rows of a lost history.
"""

from collections.abc import Callable

import structlog

from kernel import history
from kernel.group import Group, Reactions
from kernel.live import FIRST, Documents, checkpoint_id, durable, generations
from kernel.subscription import Fetch, Page

log = structlog.get_logger()


class Faithful:
    """`fetch(source, after, limit)` of one subscription; raises Rewound."""

    def __init__(self, fetch: Fetch, database: Documents, checkpoint: Callable[[], str]) -> None:
        self._fetch = fetch
        self._checkpoints = durable(database)["checkpoints"]
        self._checkpoint = checkpoint

    def __call__(self, source: str, after: int, limit: int) -> Page:
        if not after:
            return self._fetch(source, 0, limit)
        page = self._fetch(source, after - 1, limit + 1)  # with the last one that was read
        events = [event for event in page["events"] if event["position"] > after]
        if page["head"] < after:
            raise self._noted(history.gone(source, after, page["head"]), source)
        if page.get("held"):
            return {**page, "next": after}
        if self._differs(source, after, page):
            raise self._noted(why(source, after, page), source)
        return {**page, "events": events, "next": max(page["next"], after)}

    def _differs(self, source: str, after: int, page: Page) -> bool:
        """Only what the checkpoint itself remembers is compared: a worker may be ahead of it."""
        at = self._checkpoints.find_one({"_id": self._checkpoint()}) or {}
        known = at.get("marks", {}).get(source)
        if not known or at["positions"].get(source) != after:
            return False
        seen = [history.mark(event) for event in page["events"] if event["position"] == after]
        return seen != [known]

    def _noted(self, why: history.Rewound, source: str) -> history.Rewound:
        log.error("the log is not the one that was followed", source=source, why=why.detail)
        self._checkpoints.update_one(
            {"_id": self._checkpoint()}, {"$set": {f"rewound.{source}": why.detail}}
        )
        return why


def why(source: str, after: int, page: Page) -> history.Rewound:
    lost = f".{history.LOST}."
    if any(lost in event["type"] for event in page["events"] if event["position"] == after):
        return history.mended(source, after)
    return history.changed(source, after)


def standing(database: Documents, subscribed: Group | Reactions) -> str:
    """The id of the checkpoint that it goes on from."""
    if isinstance(subscribed, Group):
        return checkpoint_id(subscribed.name, generations(durable(database), subscribed.name).live)
    return checkpoint_id(subscribed.name, FIRST)
