"""The rows of one projection in memory: as they are in the database, and what has changed since."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from pymongo import DeleteOne, InsertOne, ReplaceOne

from kernel.projection import Projection, Row

Write = InsertOne[Any] | ReplaceOne[Any] | DeleteOne
PLAIN = frozenset({str, int, float, bool, type(None), Decimal})
ABSENT = object()


class Table:
    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.known: dict[str, Row | None] = {}  # the newest; None: there is no such row
        self._before: dict[str, bool] = {}  # what has changed since: was it in the database?

    def load(self, asked: Iterable[str], found: Iterable[Row]) -> None:
        self.known.update(dict.fromkeys(asked))
        for row in found:
            self.known[row["_id"]] = row

    def change(self, key: str, row: Row | None) -> None:
        before = self.known.pop(key)  # to the end: the newest are remembered longest
        if row is not before:
            self._before.setdefault(key, before is not None)
            row = row_as_stored(row, before or {}) if row else None
        self.known[key] = row

    @property
    def changed(self) -> int:
        return len(self._before)

    @property
    def changed_keys(self) -> Iterable[str]:
        return self._before.keys()

    def writes(self) -> list[Write]:
        found = (self._write(key, existed) for key, existed in self._before.items())
        return [write for write in found if write]

    def settle(self, leave: int) -> dict[str, Write | None]:
        """Writes by key for all changes but the newest, which count as stored from now on."""
        wanted = max(0, len(self._before) - leave)
        old = list(islice((key for key in self.known if key in self._before), wanted))
        return {key: self._write(key, self._before.pop(key)) for key in old}

    def stored(self) -> None:
        """All changes are in the database, or on their way."""
        self._before = {}

    def forget(self, keep: int) -> None:
        """Drop the rows that were changed or loaded longest ago, but none that is not stored."""
        for key in list(islice(self.known, max(0, len(self.known) - keep))):
            if key not in self._before:
                del self.known[key]

    def _write(self, key: str, existed: bool) -> Write | None:
        row = self.known[key]
        if row is None:
            return DeleteOne({"_id": key}) if existed else None
        return ReplaceOne({"_id": key}, row) if existed else InsertOne(row)


def row_as_stored(row: Row, before: Row) -> Row:
    """What an event has left as it was is as it is stored already."""
    changed = {
        name: stored
        for name, value in row.items()
        if type(value) not in PLAIN
        and value is not before.get(name, ABSENT)
        and (stored := as_stored(value)) is not value
    }
    return row | changed if changed else row


def as_stored(value: Any) -> Any:
    """What the database would give back, which counts milliseconds and knows no tuples.

    A row that went through it and one that stayed in memory must fold alike, or a rebuild would
    differ from the live rows. What has nothing inside that could change is not copied.
    """
    kind = type(value)
    if kind is dict:
        if PLAIN.issuperset(map(type, value.values())):
            return value
        return {name: v if type(v) in PLAIN else as_stored(v) for name, v in value.items()}
    if kind is datetime:
        fine = value.microsecond % 1000
        return value.replace(microsecond=value.microsecond - fine) if fine else value
    if kind is list or kind is tuple:
        if PLAIN.issuperset(map(type, value)):
            return value if kind is list else list(value)
        return [v if type(v) in PLAIN else as_stored(v) for v in value]
    return value
