"""The real servers that integration tests use; AMQP_URI and MONGO_URI say where they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from pymongo.database import Database

from kernel.database import DURABLE, MAJORITY, connect


@contextmanager
def throwaway_database() -> Iterator[Database[dict[str, Any]]]:
    """A database of its own name, dropped afterwards."""
    client = connect()
    name = f"test_{uuid4().hex[:12]}"
    try:
        yield client.get_database(name, read_concern=MAJORITY, write_concern=DURABLE)
    finally:
        client.drop_database(name)
        client.close()
