"""Pages by cursor: each begins behind the last row of the one before, wherever rows have moved.

A cursor holds the sorted value and the id of that row. Nothing that stands still is repeated or
left out; a row that is touched meanwhile moves to where the order now puts it.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.projection import Row
from services.analytics.parameters import one_of, page_length, wrong
from services.analytics.reading import Documents, find

LONGEST_CURSOR = 2_000


@dataclass(frozen=True, slots=True)
class Order:
    """By one field, and by id where that is equal; `_id` alone is an order too."""

    name: str  # as clients write it: "-touched_at"
    field: str

    @property
    def direction(self) -> int:
        return -1 if self.name.startswith("-") else 1

    @property
    def sort(self) -> list[tuple[str, int]]:
        return [(field, self.direction) for field in dict.fromkeys((self.field, "_id"))]


def order_by(name: str, fields: dict[str, str]) -> Order:
    """The order that a client names; `-` in front turns it round."""
    one_of("sort", name, [sign + field for field in fields for sign in ("", "-")])
    return Order(name, fields[name.removeprefix("-")])


def page(
    rows: Documents, match: dict[str, Any], order: Order, limit: int | None, cursor: str | None
) -> tuple[list[Row], str | None]:
    """One page and the cursor of the next, None on the last."""
    length = page_length(limit)
    found = find(rows, {"$and": [match, behind(cursor, order)]}, order.sort, length + 1)
    shown = found[:length]
    more = len(found) > length
    return shown, sealed(order, shown[-1]) if more else None


def behind(cursor: str | None, order: Order) -> dict[str, Any]:
    if not cursor:
        return {}
    value, id = opened(cursor, order)
    strictly = "$lt" if order.direction < 0 else "$gt"
    if order.field == "_id":
        return {"_id": {strictly: id}}
    return {  # the first condition bounds the index, the second leaves the ties behind
        order.field: {strictly + "e": value},
        "$or": [{order.field: {"$ne": value}}, {"_id": {strictly: id}}],
    }


def sealed(order: Order, row: Row) -> str:
    value = row[order.field]
    kind = "time" if isinstance(value, datetime) else "text"
    text = value.isoformat() if isinstance(value, datetime) else value
    raw = json.dumps([order.name, kind, text, row["_id"]], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def opened(cursor: str, order: Order) -> tuple[Any, str]:
    """Value and id; raises Invalid for what is not a cursor of this list and order."""
    try:
        name, kind, text, id = json.loads(unpacked(cursor))
        if name != order.name or not isinstance(text, str) or not isinstance(id, str):
            raise ValueError(name)
        (text + id).encode()  # JSON can spell what is no Unicode
        return (datetime.fromisoformat(text) if kind == "time" else text), id
    except (ValueError, TypeError, RecursionError):
        raise wrong("cursor", "is not one that this list gave in this order") from None


def unpacked(cursor: str) -> bytes:
    if len(cursor) > LONGEST_CURSOR:
        raise ValueError("too long")
    try:
        return base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except binascii.Error as error:
        raise ValueError(str(error)) from None
