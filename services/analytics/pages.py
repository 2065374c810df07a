"""Pages by cursor: each begins behind the last row of the one before, wherever rows have moved.

A cursor holds the sorted value and the id of that row. Nothing that stands still is repeated or
left out; a row that is touched meanwhile moves to where the order now puts it.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
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
    def kind(self) -> str:
        """What the field holds; the database compares a time with no text."""
        return "time" if self.field.endswith("_at") else "text"

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
    if cursor in (None, ""):
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
    text = value.isoformat() if order.kind == "time" else value
    raw = json.dumps([order.name, order.kind, text, row["_id"]], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def opened(cursor: str, order: Order) -> tuple[Any, str]:
    """Value and id; raises Invalid for what is not a cursor of this list and order."""
    try:
        name, kind, text, id = json.loads(unpacked(cursor))
        if (name, kind) != (order.name, order.kind) or not isinstance(id, str):
            raise ValueError(name)
        (text + id).encode()  # JSON can spell what is no Unicode
        return (instant(text) if kind == "time" else text), id
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise wrong("cursor", "is not one that this list gave in this order") from None


def instant(text: str) -> datetime:
    """Raises OverflowError for one that lies in no year of UTC."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(UTC)


def unpacked(cursor: str) -> bytes:
    if not isinstance(cursor, str) or len(cursor) > LONGEST_CURSOR:
        raise ValueError("no text, or too long")
    try:
        return base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except binascii.Error as error:
        raise ValueError(str(error)) from None
