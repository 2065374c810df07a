"""What has been booked, as canonical JSON: the same events must give the same bytes."""

import json
from decimal import Decimal
from typing import Any

from .database import Database

COLUMNS = {
    "partners": ("id", "name", "credit_code", "since"),
    "orders": ("id", "deal", "subject", "partner", "amount", "currency", "won_at", "cancelled_at"),
    "ledger": ("entry", "order", "partner", "amount", "currency", "at"),
}
ORDERED = {  # table, and what its rows are ordered by
    "partners": ("partners", "id"),
    "orders": ("sales_orders", "id"),
    "ledger": ("ledger", "entry"),
}


def dump(database: Database) -> str:
    told = {"positions": database.positions(), "outcome": outcome(database)}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def outcome(database: Database) -> dict[str, list[dict[str, Any]]]:
    found = {}
    with database.transaction():
        for name, (table, by) in ORDERED.items():
            rows = database.run(f"SELECT * FROM {table} ORDER BY {by}").fetchall()
            found[name] = [
                {key: plain(value) for key, value in zip(COLUMNS[name], row, strict=True)}
                for row in rows
            ]
    found["orders"].sort(key=lambda order: order["id"])  # not as the database's language sorts
    found["partners"].sort(key=lambda partner: partner["id"])
    return found


def plain(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else value
