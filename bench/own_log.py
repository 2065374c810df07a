"""A log that exists for one measurement, and what is written into it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from pymongo.database import Database

from bench.side_by_side import Actions
from kernel.database import DURABLE, MAJORITY, Document, connect
from kernel.log import Draft, Entry
from kernel.mongo import MongoLog

PAYLOAD = {"customer_id": "0192", "by": "ann", "at": "2026-01-01T00:00:00Z"}


@contextmanager
def database() -> Iterator[Database[Document]]:
    client = connect()
    name = f"bench_{uuid4().hex[:8]}"
    try:
        yield client.get_database(name, read_concern=MAJORITY, write_concern=DURABLE)
    finally:
        client.drop_database(name)
        client.close()


@contextmanager
def own_log(source: str = "bench") -> Iterator[MongoLog]:
    with database() as db:
        log = MongoLog(db, source)
        log.create_indexes()
        yield log


def draft(writer: str, number: int) -> Draft:
    entry = Entry(f"s/{writer}", number, "CustomerClaimed", 1, PAYLOAD)
    meta = {"command_id": f"{writer}.{number}", "actor": "ann", "answer": {"id": "1"}}
    return Draft((entry,), datetime.now(UTC), meta)


def appends(log: MongoLog, name: str, writers: int, each: int) -> Actions:
    return [
        [partial(log.append, draft(f"{name}.{writer}", number)) for number in range(1, each + 1)]
        for writer in range(writers)
    ]
