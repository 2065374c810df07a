"""The ERP's database: any one with a Python DB-API driver; here SQLite and PostgreSQL.

The checkpoint stands in the same database as what is booked, and both are written in one
transaction: that alone is why an event takes effect exactly once.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TABLES = Path(__file__).with_name("schema.sql")
LOCK_SECONDS = 30


class Overtaken(Exception):
    """Another process has processed these events: begin again where the checkpoint stands."""


class Unusable(Exception):
    """ERP_DATABASE names none that we can open."""


class Database:
    """`mark` is how the driver writes a parameter, `exact` the type for exact decimals."""

    def __init__(self, connection: Any, mark: str, exact: str) -> None:
        self.connection = connection
        self.mark = mark
        with self.transaction():
            for statement in TABLES.read_text().replace("EXACT", exact).split(";"):
                if statement.strip():
                    self.run(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            yield
            self.connection.commit()
        except BaseException:
            self.connection.rollback()
            raise

    def run(self, statement: str, *values: Any) -> Any:
        """A statement with `?` for its values; the cursor."""
        cursor = self.connection.cursor()
        cursor.execute(statement.replace("?", self.mark), values)
        return cursor

    def positions(self) -> dict[str, int]:
        """Of each source the last event that was processed."""
        with self.transaction():
            found = self.run("SELECT customer, pipeline FROM checkpoint").fetchone()
        return dict(zip(("customer", "pipeline"), found, strict=True))

    def move(self, before: Mapping[str, int], after: Mapping[str, int]) -> None:
        """First in a transaction: it locks out others, and fails when they were faster."""
        moved = self.run(
            "UPDATE checkpoint SET customer = ?, pipeline = ? WHERE customer = ? AND pipeline = ?",
            after["customer"], after["pipeline"], before["customer"], before["pipeline"],
        )  # fmt: skip
        if moved.rowcount != 1:
            raise Overtaken


def connect(address: str, schema: str) -> Database:
    if address.startswith("sqlite:"):
        file = sqlite3.connect(address.removeprefix("sqlite:"), timeout=LOCK_SECONDS)
        file.execute("PRAGMA journal_mode = WAL")  # `--dump` reads while a subscriber writes
        return Database(file, "?", "TEXT")
    if not address.startswith(("postgresql://", "postgres://")):
        scheme = address.partition(":")[0]  # what follows may hold a password
        raise Unusable(f"ERP_DATABASE begins with {scheme}: it is sqlite:PATH or postgresql://…")
    try:
        import psycopg  # only where it is used
    except ModuleNotFoundError as error:
        raise Unusable(
            f"ERP_DATABASE is PostgreSQL: pip install 'psycopg[binary]' ({error})"
        ) from error
    connection = psycopg.connect(address)
    connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    connection.execute(f'SET search_path TO "{schema}"')
    connection.commit()
    return Database(connection, "%s", "NUMERIC")
