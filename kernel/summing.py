"""Keeps sums in step with the rows they are made of: a batch at a time, or all at once."""

from collections.abc import Iterable, Iterator
from decimal import localcontext
from itertools import islice
from typing import Any

from bson.decimal128 import create_decimal128_context
from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from kernel.fold import Fold
from kernel.group import Group
from kernel.live import Documents, rows_of
from kernel.projection import Projection, Row
from kernel.sums import Number, Sums, differs, linked
from kernel.table import Table

Rows = Collection[dict[str, Any]]
BATCH = 2_000  # rows that are added up together
FLUSH = 20_000  # sums that are collected before they are written
EXACT = create_decimal128_context()  # as many digits as the database adds up, or it is refused


def moved(
    database: Documents, group: Group, number: int, fold: Fold, session: ClientSession
) -> Iterator[tuple[Rows, list[UpdateOne]]]:
    """What the changed rows of a batch change of the sums; to be asked before they are written."""
    for projection in group.projections:
        if sums := projection.sums:
            batch = Batch(database, projection, sums, number, fold, session)
            if writes := batch.collected().writes():
                yield rows_of(database, sums.name, number), writes


class Sum:
    """What is to be added to the sums, collected."""

    def __init__(self, sums: Sums) -> None:
        self.sums = sums
        self.added: dict[str, dict[str, Number]] = {}

    def add(self, row: Row, joined: Row, sign: int = 1) -> None:
        with localcontext(EXACT):
            for key, numbers in self.sums.adds(row, joined).items():
                added = self.added.setdefault(key, {})
                for path, number in numbers.items():
                    added[path] = added.get(path, 0) + sign * number

    def writes(self) -> list[UpdateOne]:
        return [
            UpdateOne({"_id": key}, {"$inc": changed, "$setOnInsert": self.sums.told(key)}, True)
            for key, added in self.added.items()
            if (changed := {path: number for path, number in added.items() if number})
        ]


class Batch:
    """The rows of one read model that a batch changes, as they are stored and as they will be."""

    def __init__(
        self,
        database: Documents,
        projection: Projection,
        sums: Sums,
        number: int,
        fold: Fold,
        session: ClientSession,
    ) -> None:
        self.sums = sums
        self.session = session
        self.table = fold.tables[projection.name]
        self.other = fold.tables[sums.joined]
        self.stored = rows_of(database, projection.name, number)
        self.joined = rows_of(database, sums.joined, number)

    def collected(self) -> Sum:
        found = Sum(self.sums)
        changed = list(self.table.changed_keys)
        before = {row["_id"]: row for row in self.find(self.stored, "_id", changed)}
        after = {key: row for key in changed if (row := self.table.known[key])}
        for row in self.of_joined():
            before.setdefault(row["_id"], row)
            if row["_id"] not in changed:
                after[row["_id"]] = row
        ids = linked(self.sums, [*before.values(), *after.values()])
        was = {row["_id"]: row for row in self.find(self.joined, "_id", ids)}
        for row in before.values():
            found.add(row, was.get(row.get(self.sums.link), {}), -1)
        for row in after.values():
            found.add(row, newest(self.other, was, row.get(self.sums.link)))
        return found

    def of_joined(self) -> Iterable[Row]:
        """Rows whose joined ones now tell something else."""
        keys = list(self.other.changed_keys)
        was = {row["_id"]: row for row in self.find(self.joined, "_id", keys)}
        news = [key for key in keys if differs(self.sums, was.get(key), self.other.known[key])]
        return self.find(self.stored, self.sums.link, news)

    def find(self, rows: Rows, field: str, keys: list[str]) -> list[Row]:
        return list(rows.find({field: {"$in": keys}}, session=self.session)) if keys else []


def newest(table: Table, stored: dict[str, Row], key: str | None) -> Row:
    if key is None:
        return {}
    return (table.known[key] if key in table.known else stored.get(key)) or {}


def add_up(database: Documents, group: Group, number: int) -> None:
    """The sums of a generation that has its rows, and no sums yet."""
    for projection in group.projections:
        if sums := projection.sums:
            rows, joined = (rows_of(database, name, number) for name in
                            (projection.name, sums.joined))  # fmt: skip
            target, found = rows_of(database, sums.name, number), Sum(sums)
            for batch in batches(rows):
                ids = linked(sums, batch)
                others = {row["_id"]: row for row in joined.find({"_id": {"$in": ids}})}
                for row in batch:
                    found.add(row, others.get(row.get(sums.link), {}))
                if len(found.added) > FLUSH:
                    found = written(target, found)
            written(target, found)


def batches(rows: Rows) -> Iterator[list[Row]]:
    found = iter(rows.find({}, batch_size=BATCH))
    while batch := list(islice(found, BATCH)):
        yield batch


def written(target: Rows, found: Sum) -> Sum:
    if writes := found.writes():
        target.bulk_write(writes, ordered=False)
    return Sum(found.sums)
