"""The logs themselves, read past all services: the truth that everything else is compared with."""

import time
from collections.abc import Iterator, Mapping

from kernel.lag import Line, lines
from tests.chaos.checks.stored import Stored
from tests.chaos.stack import Stack

SOURCES = ("customer", "pipeline", "activity")
STEADY = 4  # looks in a row that must show the same


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
        found = list(lines(stack.mongo))
        seen.append({line.source: line.position for line in found if line.what == "log"})
        late = [line for line in found if line.behind or line.parked]
        if not late and len(seen) >= STEADY and seen[-1] == seen[-STEADY]:
            return seen[-1]
        if time.monotonic() > deadline:
            raise NotSettled("; ".join(tell(line) for line in late) or "the logs still grow")
        time.sleep(0.1)


def tell(line: Line) -> str:
    parked = f", {line.parked} parked" if line.parked else ""
    return f"{line.what} is {line.behind} events of {line.source} behind{parked}"
