"""The read model of similar customers, folded in memory from a log, asked as MongoDB is."""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from kernel.codec import Codec
from kernel.event import Recorded
from kernel.log import Log
from kernel.projection import Projection, Row
from services.customer.events import UPCASTS, Event

CODEC = Codec(Event, UPCASTS)


class Lookalikes:
    name = "similar.g1"

    def __init__(self, log: Log) -> None:
        self.log = log
        self.asked = 0  # so many requests

    def collection(self, projection: Projection) -> "Lookalikes":
        self.projection = projection
        return self

    def aggregate(self, pipeline: list[Any], maxTimeMS: int) -> list[Row]:
        """So many rows under each number that is matched, one after the other."""
        self.asked += 1
        rows = self.rows().values()
        match, limit, *others = pipeline
        parts = [[match, limit], *(other["$unionWith"]["pipeline"] for other in others)]
        return [row for wanted, most in map(read, parts) for row in under(rows, wanted)[:most]]

    def rows(self) -> dict[str, Row]:
        history = (
            Recorded("customer", commit.position, entry.stream, entry.version, event, commit.at)
            for commit in self.log.after(0, 1_000_000)
            for entry in commit.entries
            if isinstance(
                event := CODEC.load(entry.type, entry.v, entry.data), self.projection.events
            )
        )
        return reduce(self.projection.apply, history, {})


def read(part: Any) -> tuple[int, int]:
    matched, limited = part
    return matched["$match"]["blocks"], limited["$limit"]


def under(rows: Iterable[Row], wanted: int) -> list[Row]:
    return [row for row in rows if wanted in row["blocks"]]
