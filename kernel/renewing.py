"""After a deploy that adds a read model or an event, a group is rebuilt before its worker goes on.

Only what grows renews itself: were a program with fewer read models to do so as well, the old and
the new version of a rolling deploy would rebuild against each other.
"""

from collections.abc import Callable, Iterable
from threading import Event

import structlog
from pymongo.errors import PyMongoError

from kernel import checkpoint
from kernel.backoff import Backoff
from kernel.generations import rebuild
from kernel.group import Group
from kernel.live import Documents, checkpoint_id, durable, generations
from kernel.refusal import Refusal, in_words
from kernel.rpc_message import RemoteFailure
from kernel.subscription import Fetch

NOT_NOW = (Refusal, RemoteFailure, PyMongoError)  # somebody else rebuilds, or a source is away
log = structlog.get_logger()


def renew(
    database: Documents,
    group: Group,
    fetch: Fetch,
    stop: Event,
    waits: Callable[[str], None] = lambda why: None,
) -> None:
    """Returns when the rows have every read model of the program, or when stopped.

    `waits` is told why it cannot yet be done, and "" when it is being tried.
    """
    database, pauses = durable(database), Backoff()
    while not stop.is_set():
        try:
            new = lacking(database, group) | learnt(database, group)
            if not new:
                return
            waits("")
            log.info("the program has learnt: rebuilding", group=group.queue, new=sorted(new))
            rebuild(database, group, fetch, lambda line: log.info(line))
        except NOT_NOW as error:
            waits(in_words(error))
            log.warning("not rebuilt yet", group=group.queue, error=repr(error))
            stop.wait(pauses.next())


def lacking(database: Documents, group: Group) -> frozenset[str]:
    """Read models of the program that the live rows do not have; nothing if there are no rows."""
    live = checkpoint_id(group.name, generations(database, group.name).live)
    there = checkpoint.load(database, live).projections
    if there is None:
        return frozenset()
    before, ours = editions(there), editions(group.titles)
    if any(ours.get(name, 0) < edition for name, edition in before.items()):
        return frozenset()
    return group.titles - there


def editions(titles: Iterable[str]) -> dict[str, int]:
    pairs = (title.partition("@") for title in titles)
    return {name: int(edition or 1) for name, _, edition in pairs}


def learnt(database: Documents, group: Group) -> frozenset[str]:
    """Types of events that were passed over for want of a class, and that concern the rows now."""
    live = checkpoint_id(group.name, generations(database, group.name).live)
    found = database["checkpoints"].find_one({"_id": live}, {"unknown": 1}) or {}
    return frozenset(
        name
        for source, names in found.get("unknown", {}).items()
        for name in names
        if source in group.sources and group.concerned(source, name)
    )
