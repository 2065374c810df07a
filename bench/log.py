"""The log alone: group commit, racing processes, a busy stream, and plain inserts as the rival."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from pymongo.database import Database

from bench.figures import Figure, Round, side_by_side
from kernel.change import change
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.database import DURABLE, MAJORITY, Document, connect
from kernel.document import to_document
from kernel.log import Commit, Draft, Entry
from kernel.mongo import MongoLog
from kernel.states import States

Actions = Sequence[Sequence[Callable[[], object]]]
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


def draft(writer: str, number: int) -> Draft:
    entry = Entry(f"s/{writer}", number, "CustomerClaimed", 1, PAYLOAD)
    meta = {"command_id": f"{writer}.{number}", "actor": "ann", "answer": {"id": "1"}}
    return Draft((entry,), datetime.now(UTC), meta)


def appends(log: MongoLog, name: str, writers: int, each: int) -> Actions:
    return [
        [partial(log.append, draft(f"{name}.{writer}", number)) for number in range(1, each + 1)]
        for writer in range(writers)
    ]


def one_process(writers: int, each: int) -> Round:
    with database() as db:
        log = MongoLog(db, "bench")
        log.create_indexes()
        return side_by_side(appends(log, "p", writers, each))


def plain_inserts(writers: int, each: int) -> Round:
    """The rival: the same document, one journalled majority insert each."""
    with database() as db:
        MongoLog(db, "bench").create_indexes()

        def insert(writer: int, number: int) -> None:
            made = draft(f"r.{writer}", number)
            position = writer * each + number
            commit = Commit(position, made.entries, made.at, made.meta)
            db["log"].insert_one(to_document(commit))

        return side_by_side(
            [
                [partial(insert, writer, number) for number in range(1, each + 1)]
                for writer in range(writers)
            ]
        )


def several_processes(processes: int, writers: int, each: int) -> Round:
    with database() as db:
        MongoLog(db, "bench").create_indexes()
        context = multiprocessing.get_context("spawn")
        with context.Pool(processes) as pool:
            jobs = [(db.name, f"p{number}", writers, each) for number in range(processes)]
            rounds = pool.starmap(one_of_several, jobs)
    latencies = [one for round in rounds for one in round.latencies]
    return Round(max(round.seconds for round in rounds), latencies)


def one_of_several(name: str, process: str, writers: int, each: int) -> Round:
    db = connect().get_database(name, read_concern=MAJORITY, write_concern=DURABLE)
    return side_by_side(appends(MongoLog(db, "bench"), process, writers, each))


def busy_stream(writers: int, before: int, each: int) -> Round:
    """Many claims of one person: all touch the same portfolio, which has a history already."""
    from services.customer.events import Event
    from services.customer.portfolio import PORTFOLIO, Limits, take

    with database() as db:
        log = MongoLog(db, "bench")
        log.create_indexes()
        states = States(log, Codec(Event))
        limits, at = Limits(10**9, 10**9), datetime.now(UTC)

        def claim(command_id: str) -> None:
            taking = change(PORTFOLIO, "ann", take, "ann", command_id, limits, at, at.date())
            Commits(states, Context("ann", "sales", command_id)).commit(taking)

        for number in range(before):
            claim(f"before.{number}")
        return side_by_side(
            [
                [partial(claim, f"{writer}.{number}") for number in range(each)]
                for writer in range(writers)
            ]
        )


def figures(rounds: int, report: Callable[[str], None]) -> list[Figure]:
    rows: list[tuple[str, str, Callable[[], Round]]] = [
        ("commits, one writer", "", partial(one_process, 1, 300)),
        ("commits, 64 writers", "≥ 7,500/s", partial(one_process, 64, 100)),
        ("rival: insert_one, 64 writers", "", partial(plain_inserts, 64, 40)),
        ("commits, 4 processes × 16 writers", "≥ 2,000/s, p99 ≤ 100 ms",
         partial(several_processes, 4, 16, 60)),
        ("commits, 32 writers on one stream of 1,000", "≥ 250/s, p99 ≤ 200 ms",
         partial(busy_stream, 32, 1_000, 20)),
    ]  # fmt: skip
    found = []
    for what, target, measure in rows:
        report(what)
        found.append(Figure(what, target, [measure() for _ in range(rounds)]))
    return found
