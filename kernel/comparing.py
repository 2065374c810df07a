"""Two generations of the same read models, compared row by row at the same positions."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from kernel.checksum import canonical, checksum
from kernel.group import Group
from kernel.live import Documents, rows_of
from kernel.projection import Row

SHOWN = 20  # differing rows that are named
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
    if checksum(live, session) == checksum(new):
        count = new.count_documents({})
        return Comparison(name, (count, count), (), True)
    before = live.aggregate([{"$count": "rows"}], session=session).to_list()
    counts = before[0]["rows"] if before else 0, new.count_documents({})
    return Comparison(name, counts, tuple(islice(differing(live, new, session), SHOWN)), False)


def differing(live: Rows, new: Rows, session: ClientSession) -> Iterator[str]:
    """Both sides in the order of their ids, like the teeth of a zip."""
    left, right = sorted_rows(live, session), sorted_rows(new, None)
    a, b = next(left, None), next(right, None)
    while a is not None or b is not None:
        id = min(row["_id"] for row in (a, b) if row is not None)
        here, there = of(a, id), of(b, id)
        if here is None or there is None or canonical(here) != canonical(there):
            yield id
        a = next(left, None) if here is not None else a
        b = next(right, None) if there is not None else b


def of(row: Row | None, id: str) -> Row | None:
    return row if row is not None and row["_id"] == id else None


def sorted_rows(rows: Rows, session: ClientSession | None) -> Iterator[Row]:
    return iter(rows.find({}, session=session, batch_size=5000).sort("_id", 1))
