"""Which generation is live is changed by one document, and only to one that is not behind."""

from collections.abc import Mapping

from pymongo.client_session import ClientSession

from kernel import checkpoint
from kernel.checkpoint import Checkpoint
from kernel.engine import Engine
from kernel.group import Group
from kernel.lease import Fenced
from kernel.live import FORMAT, Documents, Generations, checkpoint_id, durable, generations
from kernel.progress import Progress, Report
from kernel.reading import heads, pages
from kernel.subscription import Fetch
from kernel.writer import Writer

ATTEMPTS = 200  # the live worker moves on meanwhile; each attempt is a few milliseconds behind it


class Behind(Exception):
    """The generation lacks events that readers have seen."""


def unheard(_: str) -> None:
    """For who wants no report."""


def move(
    database: Documents, group: Group, fetch: Fetch, to: int, report: Report = unheard
) -> None:
    """Bring a generation up to the live one and switch to it; Behind when it cannot catch it."""
    engine, writer = Engine(database, group, to), Writer(durable(database))
    for _ in range(ATTEMPTS - 1):
        advance(engine, fetch, heads(fetch, group.sources), report)
        try:
            return switch(database, group, to, writer)
        except (Behind, Fenced):
            continue
    switch(database, group, to, writer)


def advance(
    engine: Engine, fetch: Fetch, upto: Mapping[str, int], report: Report = unheard
) -> None:
    """Fold in what follows, in transactions, exactly up to these positions."""
    positions = engine.positions()
    ahead = sum(max(0, head - positions[source]) for source, head in upto.items())
    progress = Progress(engine.group.queue, ahead, report)
    for source, head in upto.items():
        for batch in pages(fetch, source, positions[source], head):
            engine.apply(batch)
            progress.tick(len(batch))


def switch(database: Documents, group: Group, to: int, writer: Writer | None = None) -> None:
    """Behind when it lacks something; both workers' next write is Fenced, so they read anew."""
    database = durable(database)
    writer, live = writer or Writer(database), generations(database, group.name).live
    for number in (live, to):  # a worker that is just starting has something to be fenced by
        writer.claim(checkpoint_id(group.name, number))

    def body(session: ClientSession) -> None:
        now = generations(database, group.name, session)
        old = checkpoint.load(database, checkpoint_id(group.name, now.live), session)
        new = checkpoint.load(database, checkpoint_id(group.name, to), session)
        if behind(new, old):
            raise Behind(f"{new.id} at {new.positions}, {old.id} at {old.positions}")
        checkpoint.advance(database, old, {}, session)
        checkpoint.advance(database, new, {}, session)
        write(database, group, Generations(to, now.live), session)

    if live != to:
        writer.transact(body)


def behind(new: Checkpoint, old: Checkpoint) -> bool:
    return any(new.positions.get(s, 0) < position for s, position in old.positions.items())


def write(
    database: Documents, group: Group, now: Generations, session: ClientSession | None = None
) -> None:
    fields = {
        "live": now.live, "previous": now.previous, "building": now.building, "format": FORMAT
    }  # fmt: skip
    database["generations"].update_one(
        {"_id": group.name}, {"$set": fields}, upsert=True, session=session
    )
