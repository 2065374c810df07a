"""What falls due and when: a small indexed table, kept by who judges the rows of a read model.

It holds nothing that could not be judged again from those rows: its mark says how far that went.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import DeleteOne, ReplaceOne

from kernel.live import Documents, durable


@dataclass(frozen=True, slots=True)
class Due:
    """A row, and the moment at which something has to be done about it."""

    id: str
    at: datetime


class DueRows:
    def __init__(self, database: Documents, name: str) -> None:
        self.name = name
        self._rows = durable(database)[f"{name}.due"]
        self._marks = durable(database)["due_marks"]

    def create_indexes(self) -> None:
        self._rows.create_index([("at", 1)])

    def put(self, moments: Mapping[str, datetime | None]) -> None:
        """None: nothing is due about it any more."""
        writes: list[Any] = [
            DeleteOne({"_id": id}) if at is None else ReplaceOne({"_id": id}, {"at": at}, True)
            for id, at in moments.items()
        ]
        if writes:
            self._rows.bulk_write(writes, ordered=False)

    def due(self, now: datetime, limit: int) -> list[Due]:
        """The oldest first."""
        found = self._rows.find({"at": {"$lte": now}}).sort("at").limit(limit)
        return [Due(row["_id"], row["at"]) for row in found]

    def next(self) -> datetime | None:
        found = self._rows.find_one({}, sort=[("at", 1)])
        return found["at"] if found else None

    def forget(self) -> None:
        """All of it is judged again, as after a rebuild of the rows."""
        self._rows.delete_many({})
        self.set_mark({})

    def mark(self) -> dict[str, Any]:
        found = self._marks.find_one({"_id": self.name}) or {}
        return {name: value for name, value in found.items() if name != "_id"}

    def set_mark(self, mark: Mapping[str, Any]) -> None:
        """After what it tells of has been put."""
        self._marks.replace_one({"_id": self.name}, dict(mark), upsert=True)
