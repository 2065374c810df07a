"""What somebody has to do, or had when they left, as the rows know it: page by page."""

from collections.abc import Iterator
from typing import Any

from kernel.projection import Projection, Row
from kernel.rows import Rows

PAGE = 500


def pages(rows: Rows, projection: Projection, match: dict[str, Any]) -> Iterator[Row]:
    """By their ids, so that what changes meanwhile neither doubles nor hides anything."""
    after = ""
    while True:
        query = match | {"_id": {"$gt": after}}
        found = list(rows.collection(projection).find(query).sort("_id").limit(PAGE))
        yield from found
        if len(found) < PAGE:
            return
        after = found[-1]["_id"]
