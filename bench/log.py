"""The log alone: group commit, racing processes, a busy stream, and plain inserts as the rival."""

import multiprocessing
import os
from collections.abc import Callable
from functools import partial
from multiprocessing.synchronize import Barrier

from pymongo import MongoClient

from bench import deciding, profiles
from bench.figures import Figure, Goal, Round, at_least, at_most, of_rounds, ratio
from bench.own_log import appends, database, draft, own_log
from bench.plan import Plan
from bench.side_by_side import side_by_side
from bench.system import servers
from kernel.database import DURABLE, MAJORITY, Document, connect
from kernel.document import to_document
from kernel.log import Commit
from kernel.mongo import MongoLog
from kernel.settings import mongo_uri

WRITERS = 64
BUSY = (at_least("rate", 250), at_most("p99", 200))
RACING = (at_least("rate", 2_000), at_most("p99", 100))
Row = tuple[str, tuple[Goal, ...], Callable[[], Round]]


def figures(plan: Plan) -> list[Figure]:
    each = plan.size(whole=300, quick=100)
    rows: list[Row] = [
        ("commits, one writer", (), partial(one_process, 1, each)),
        ("commits, one process of 64 writers", (at_least("rate", 7_500),),
         partial(one_process, WRITERS, each)),
        ("rival: plain insert_one, 64 writers", (), partial(plain_inserts, WRITERS, each // 3)),
        ("commits, 4 processes of 16 writers", RACING, partial(several_processes, 4, 16, each)),
        ("32 writers on one stream of 1,000 commits", BUSY,
         partial(deciding.busy_stream, 32, 1_000, plan.size(whole=30, quick=10))),
        ("load, decide and append, 16 writers on streams of their own", (),
         partial(deciding.own_streams, 16, each)),
    ]  # fmt: skip
    with servers(plan.folder / "log"):
        found = [of_rounds(what, plan.repeat(what, work), goals) for what, goals, work in rows]
        profiles.keep(plan, {"log": os.getpid()}, "log", partial(one_process, WRITERS, each))
    found.insert(3, ratio("commits ÷ plain insert_one", found[1], found[2], 3))
    return found


def one_process(writers: int, each: int) -> Round:
    with own_log() as log:
        return side_by_side(appends(log, "p", writers, each))


def plain_inserts(writers: int, each: int) -> Round:
    """The rival: the same document, one journalled majority insert each."""
    with own_log() as log, MongoClient[Document](mongo_uri(), maxPoolSize=writers) as client:
        name = log.collection.database.name
        collection = client.get_database(name, write_concern=DURABLE)["log"]

        def insert(writer: int, number: int) -> None:
            made = draft(f"r.{writer}", number)
            position = writer * each + number
            collection.insert_one(to_document(Commit(position, made.entries, made.at, made.meta)))

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
        barrier = context.Barrier(processes)
        with context.Pool(processes, initializer=Together.meet_at, initargs=(barrier,)) as pool:
            jobs = [(db.name, f"p{number}", writers, each) for number in range(processes)]
            rounds = pool.starmap(one_of_several, jobs, chunksize=1)
    latencies = [one for round in rounds for one in round.latencies]
    return Round(max(round.seconds for round in rounds), latencies)


class Together:
    """Where the processes of one round wait for each other."""

    barrier: Barrier

    @classmethod
    def meet_at(cls, barrier: Barrier) -> None:
        cls.barrier = barrier


def one_of_several(name: str, process: str, writers: int, each: int) -> Round:
    with connect() as client:
        db = client.get_database(name, read_concern=MAJORITY, write_concern=DURABLE)
        db.command("ping")
        Together.barrier.wait(60)
        return side_by_side(appends(MongoLog(db, "bench"), process, writers, each))
