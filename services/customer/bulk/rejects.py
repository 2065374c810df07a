"""The rows that added nothing, as they stood in the file: kept beside the log, not in it.

What somebody typed into a row that was refused belongs to nobody whose data could be shredded; so
it is kept for some weeks, in which the file can be corrected, and deleted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bson import ObjectId
from pymongo import timeout
from pymongo.database import Database

from kernel.database import LIMIT_SECONDS, Document
from services.customer.events import RowTold
from services.customer.import_ready import Ready

PAGE_ROWS = 1_000
LONGEST_ROW = 100_000  # characters
SWEPT = 1_000  # parts that are deleted at once


class Rejects:
    """In parts, one for each batch: written before its commit, and valid once that is there."""

    def __init__(self, database: Database[Document]) -> None:
        self.parts = database["import_rejects"]

        self._last: Document | None = None  # what was put by this process

    def create_indexes(self) -> None:
        self.parts.create_index([("import_id", 1), ("first_row", 1)], unique=True)

    def put(self, import_id: str, first_row: int, told: Sequence[tuple[RowTold, Ready]]) -> None:
        """Put again it replaces itself, as when a batch is decided anew."""
        key = {"import_id": import_id, "first_row": first_row}
        rows = [document(result, row) for result, row in told if result.outcome in REPORTED]
        with timeout(LIMIT_SECONDS):
            if rows:
                self.parts.replace_one(key, key | {"rows": rows}, upsert=True)
            elif self._last in (None, key):  # by who was here before, or by the attempt before
                self.parts.delete_one(key)
        self._last = key

    def page(self, import_id: str, after: int, upto: int) -> tuple[list[Mapping[str, Any]], int]:
        """Rows from the part behind `after` on, of batches before row `upto`; and the last part."""
        query = {"import_id": import_id, "first_row": {"$gt": after, "$lt": upto}}
        rows: list[Mapping[str, Any]] = []
        with timeout(LIMIT_SECONDS):
            for part in self.parts.find(query).sort("first_row"):
                rows += part["rows"]
                after = part["first_row"]
                if len(rows) >= PAGE_ROWS:
                    return rows, after
        return rows, upto

    def sweep(self, before: datetime) -> int:
        """Delete some of what was put before that moment; how much it was."""
        with timeout(LIMIT_SECONDS):
            old = self.parts.find({"_id": {"$lt": ObjectId.from_datetime(before)}}, {"_id": 1})
            ids = [part["_id"] for part in old.sort("_id").limit(SWEPT)]
            return self.parts.delete_many({"_id": {"$in": ids}}).deleted_count if ids else 0


REPORTED = ("skipped", "rejected")


def document(told: RowTold, row: Ready) -> dict[str, Any]:
    return {
        "line": told.line,
        "outcome": told.outcome,
        "reason": told.reason,
        "customer_id": told.customer_id,
        "first_line": told.first_line,
        "errors": list(row.errors),
        "cells": shortened(row.cells),
    }


def shortened(cells: Sequence[str]) -> list[str]:
    """A row that would fill a document is told by the beginnings of its cells."""
    if sum(map(len, cells)) <= LONGEST_ROW:
        return list(cells)
    most = LONGEST_ROW // len(cells)
    return [cell if len(cell) <= most else f"{cell[:most]}…" for cell in cells]
