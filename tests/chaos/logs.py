"""The logs themselves, read past all services: the truth that everything else is compared with."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from kernel.overview import look
from services.groups import SUBSCRIPTIONS
from tests.chaos.checks.stored import Stored
from tests.chaos.stack import Stack

SOURCES = ("customer", "pipeline", "activity", "gateway")
STEADY = 15  # looks in a row that must show the same: who does what falls due looks every second


class NotSettled(Exception):
    """Something is still behind, and has been for too long."""


def after(stack: Stack, ends: Mapping[str, int]) -> Iterator[Stored]:
    """Every commit beyond these ends, log by log in its order."""
    for source in SOURCES:
        query = {"_id": {"$gt": ends.get(source, 0)}}
        for document in stack.database(source)["log"].find(query).sort("_id", 1):
            yield Stored.read(source, document)


def settled(stack: Stack, seconds: float) -> dict[str, int]:
    """The heads, once nothing moves them and everybody stands there. Raises NotSettled."""
    deadline = time.monotonic() + seconds
    seen: list[dict[str, int]] = []
    while True:
        found = look(stack.mongo, SUBSCRIPTIONS)
        seen.append({log["source"]: log["head"] for log in found["logs"]})
        late = list(waiting(found))
        if not late and len(seen) >= STEADY and seen[-1] == seen[-STEADY]:
            return seen[-1]
        if time.monotonic() > deadline:
            raise NotSettled("; ".join(late) or "the logs still grow")
        time.sleep(0.1)


def waiting(found: Mapping[str, Any]) -> Iterator[str]:
    """Who has not followed a log to its end, or has parked something of it."""
    for log in found["logs"]:
        if log["unpublished"]:
            yield f"the relay of {log['source']} is {log['unpublished']} events behind"
    for line in found["following"]:
        if line["behind"] or line["parked_events"]:
            parked = f", {line['parked_events']} parked" if line["parked_events"] else ""
            yield f"{line['queue']} is {line['behind']} events of {line['source']} behind{parked}"
