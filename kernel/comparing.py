"""Two generations of the same read models, compared row by row at the same positions."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from kernel.checksum import canonical
from kernel.group import Group
from kernel.live import OPTIONS, Documents, rows_of
from kernel.projection import Row

UNOPENED = CodecOptions(document_class=RawBSONDocument)
SHOWN = 20  # differing rows that are named
BATCH = 5_000  # rows
Rows = Collection[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    projection: str
    rows: tuple[int, int]  # in the live generation and in the new one
    differing: tuple[str, ...]  # ids of the first rows that differ, or are in one only
    same: bool
    added: bool = False  # the live generation does not have this read model yet

    def __str__(self) -> str:
        if self.added:
            return f"{self.projection}: added, {self.rows[1]} rows from all history"
        if self.same:
            return f"{self.projection}: {self.rows[0]} rows, identical"
        ids = ", ".join(self.differing)
        return f"{self.projection}: {self.rows[0]} rows live, {self.rows[1]} new; differing: {ids}"


def compare(
    database: Documents,
    group: Group,
    live: int,
    new: int,
    session: ClientSession,
    known: Container[str],
) -> list[Comparison]:
    """The live rows as of the session's snapshot; the new ones must be standing still.

    `known` are the read models that the live generation has, by name.
    """
    return [
        compare_rows(
            projection.name,
            rows_of(database, projection.name, live),
            rows_of(database, projection.name, new),
            session,
        )
        if projection.name in known
        else added(projection.name, rows_of(database, projection.name, new))
        for projection in group.projections
    ]


def added(name: str, new: Rows) -> Comparison:
    """There is nothing to compare it with."""
    return Comparison(name, (0, new.count_documents({})), (), same=True, added=True)


def compare_rows(name: str, live: Rows, new: Rows, session: ClientSession) -> Comparison:
    """One pass over both; what is equal to the last byte, nearly every row, is not even decoded."""
    left, right = Stored(live, session), Stored(new, None)
    named: list[str] = []
    differences = 0
    for id in differing(left, right):
        differences += 1
        if len(named) < SHOWN:
            named.append(id)
    return Comparison(name, (left.count, right.count), tuple(named), not differences)


def differing(left: "Stored", right: "Stored") -> Iterator[str]:
    """Both sides in the order of their ids, like the teeth of a zip."""
    a, b = left.next(), right.next()
    while a or b:
        if a == b:
            a, b = left.next(), right.next()
            continue
        one, other = decoded(a), decoded(b)
        id = min(row["_id"] for row in (one, other) if row)
        here, there = of(one, id), of(other, id)
        if here is None or there is None or canonical(here) != canonical(there):
            yield id
        a = left.next() if here else a
        b = right.next() if there else b


class Stored:
    """The rows of a collection by their ids, as the database sends them."""

    def __init__(self, rows: Rows, session: ClientSession | None) -> None:
        self.count = 0
        found = rows.with_options(UNOPENED).find({}, session=session, batch_size=BATCH)
        self._rows = iter(found.sort("_id", 1))

    def next(self) -> bytes:
        """Nothing after the last one."""
        if (row := next(self._rows, None)) is None:
            return b""
        self.count += 1
        return bytes(row.raw)


def decoded(row: bytes) -> Row | None:
    return bson.decode(row, OPTIONS) if row else None


def of(row: Row | None, id: str) -> Row | None:
    return row if row is not None and row["_id"] == id else None
