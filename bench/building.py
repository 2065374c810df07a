"""Read models built in bulk, straight from the logs of one database server."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

from kernel.bulk import Bulk
from kernel.database import connect, service_database
from kernel.feed import feed
from kernel.group import Group
from kernel.live import FIRST, durable
from kernel.mongo import MongoLog
from kernel.subscription import Fetch
from services.groups import GROUPS


def local(client: Any, known: Mapping[str, MongoLog] | None = None) -> Fetch:
    """The feed as a service answers it, without the way to that service."""
    logs = dict(known or {})

    def fetch(source: str, after: int, limit: int) -> Mapping[str, Any]:
        if source not in logs:
            logs[source] = MongoLog(service_database(client, source), source)
        return feed(logs[source], after, limit)

    return fetch


def build(group: Group, fetch: Fetch, upto: Mapping[str, int]) -> float:
    """The first generation of a group; answers events a second."""
    with connect() as client:
        database = durable(service_database(client, group.service))
        began = monotonic()
        Bulk(database, group, FIRST).run(fetch, upto, nobody)
        return sum(upto.values()) / (monotonic() - began)


def build_named(name: str) -> float:
    """In a process of its own: the group of that name, up to where its logs end."""
    group = GROUPS[name]
    with connect() as client:
        fetch = local(client)
        return build(
            group, fetch, {source: fetch(source, 0, 1)["head"] for source in group.sources}
        )


def nobody(events: int) -> None:
    """Hears of progress."""
