"""The real servers that integration tests use; AMQP_URI and MONGO_URI say where they are."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient
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


@contextmanager
def throwaway_databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[MongoClient[dict[str, Any]]]:
    """All services have databases of their own in here, which are gone afterwards."""
    monkeypatch.setenv("GUANXI_PREFIX", f"t{uuid4().hex[:8]}")
    client = connect()
    try:
        yield client
    finally:
        for name in client.list_database_names():
            if name.startswith(os.environ["GUANXI_PREFIX"]):
                client.drop_database(name)
        client.close()
