"""A fresh fold of the logs, event by event and with nothing kept aside: what rows should be."""

from collections.abc import Callable, Collection, Iterator, Mapping
from time import sleep
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from kernel.backoff import Backoff
from kernel.database import service_database
from kernel.envelope import Envelope, kind, open_envelope
from kernel.event import Recorded
from kernel.feed import entries
from kernel.group import Group
from kernel.history import gone
from kernel.log import Log
from kernel.mongo import MongoLog
from kernel.projection import Projection, Row
from kernel.refusal import Unavailable, in_words
from kernel.table import as_stored

Client = MongoClient[dict[str, Any]]
Tick = Callable[[int], None]
Chosen = Callable[[str], bool]  # whether the row of this key is wanted
Folded = dict[tuple[str, str], Row]  # by projection and key
PAGE = 2_000
ATTEMPTS = 5
FIRST_PAUSE = 0.5  # seconds


class Unfoldable(Unavailable):
    """This program cannot fold what is neither parked nor given up: there is nothing to compare."""


def fold(
    client: Client,
    group: Group,
    positions: Mapping[str, int],
    left_out: Collection[tuple[str, int]],
    chosen: Chosen,
    tick: Tick,
) -> Folded:
    """Everything up to these positions, but for what was parked or given up."""
    rows: Folded = {}
    for source in group.sources:
        log = MongoLog(service_database(client, source), source)
        for envelope in history(log, positions.get(source, 0)):
            if (source, envelope["position"]) not in left_out:
                take(group, source, envelope, chosen, rows)
            tick(1)
    return rows


def history(log: MongoLog, upto: int) -> Iterator[Envelope]:
    """Raises Rewound when the log ends before that."""
    after = 0
    while after < upto:
        before = after
        for _, envelope in read(log, after, min(PAGE, upto - after)):
            if envelope["position"] > upto:
                return
            yield envelope
            after = envelope["position"]
        if after == before:
            raise gone(log.source, upto, after)


def read(
    log: Log, after: int, events: int, wait: Callable[[float], None] = sleep
) -> list[tuple[str, Envelope]]:
    """Beside much other work a page may take longer than its limit: then it is read again.

    Raises what the database said when it has not answered the last time either.
    """
    pauses = Backoff(FIRST_PAUSE)
    for _ in range(ATTEMPTS - 1):
        try:
            return list(entries(log, after, events))
        except PyMongoError as error:
            if not error.timeout:
                raise
            wait(pauses.next())
    return list(entries(log, after, events))


def take(
    group: Group,
    source: str,
    envelope: Envelope,
    chosen: Chosen,
    rows: Folded,
) -> None:
    """Raises Unfoldable. Types unknown here concern nobody here: workers pass over them as well."""
    _, name, _ = kind(envelope["type"])
    concerned = group.concerned(source, name)
    if not concerned:
        return
    try:
        recorded = open_envelope(envelope, group.sources[source])
        for projection in concerned:
            for key in projection.keys(recorded):
                if chosen(key):
                    evolve(projection, key, recorded, rows)
    except Exception as error:  # codec, key and fold may fail in any way
        where = f"{name} at {source}:{envelope['position']}"
        raise Unfoldable("not-folded", f"{where} cannot be folded: {in_words(error)}") from error


def evolve(projection: Projection, key: str, recorded: Recorded, rows: Folded) -> None:
    at = projection.name, key
    row = projection.evolve(rows.get(at) or {"_id": key}, recorded)
    if row is None:
        rows.pop(at, None)
    else:
        rows[at] = as_stored(row)
