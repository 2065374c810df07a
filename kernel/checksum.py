"""A digest of rows that depends on nothing but the rows."""

import hashlib
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from bson.decimal128 import Decimal128
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from kernel.projection import Row


def checksum(rows: Collection[dict[str, Any]], session: ClientSession | None = None) -> str:
    digest = hashlib.sha256()
    for row in rows.find({}, session=session, batch_size=5000).sort("_id", 1):
        digest.update(canonical(row))
        digest.update(b"\n")
    return digest.hexdigest()


def canonical(row: Row) -> bytes:
    """Equal bytes for equal rows: the order of fields is an accident of which source came first."""
    return orjson.dumps(
        row, default=plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
    )


def plain(value: Any) -> Any:
    if isinstance(value, Decimal | Decimal128):
        return {"$decimal": str(value)}
    if isinstance(value, datetime):
        return {"$date": value.timestamp()}
    raise TypeError(f"a row holds plain JSON, datetime and Decimal, not {type(value).__name__}")
