"""The rows that added nothing, as they stood in the file: kept beside the log, not in it.

What somebody typed into a row that was refused belongs to nobody whose data could be shredded; here
it is deleted with the import's file.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import timeout
from pymongo.database import Database

from kernel.database import LIMIT_SECONDS, Document
from services.customer.events import RowTold
from services.customer.import_rows import Row

PAGE_ROWS = 1_000


class Rejects:
    """In parts, one for each batch: written before its commit, and valid once that is there."""

    def __init__(self, database: Database[Document]) -> None:
        self.parts = database["import_rejects"]

    def create_indexes(self) -> None:
        self.parts.create_index([("import_id", 1), ("first_row", 1)], unique=True)

    def put(self, import_id: str, first_row: int, told: Sequence[tuple[RowTold, Row]]) -> None:
        """Put again it replaces itself, as when a batch is decided anew."""
        key = {"import_id": import_id, "first_row": first_row}
        rows = [document(result, row) for result, row in told if result.outcome in REPORTED]
        with timeout(LIMIT_SECONDS):
            if rows:
                self.parts.replace_one(key, key | {"rows": rows}, upsert=True)
            else:
                self.parts.delete_one(key)

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


REPORTED = ("skipped", "rejected")


def document(told: RowTold, row: Row) -> dict[str, Any]:
    return {
        "line": told.line,
        "outcome": told.outcome,
        "reason": told.reason,
        "customer_id": told.customer_id,
        "first_line": told.first_line,
        "errors": list(row.errors),
        "cells": list(row.cells),
    }
