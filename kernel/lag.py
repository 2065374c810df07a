"""How far everything is behind: each log's end, its relay, and whoever follows it.

Read straight from the databases, so that it also works when nothing else does.
"""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pymongo import MongoClient

from kernel.database import connect, service_database
from kernel.live import generations
from kernel.relay_status import relay_status
from kernel.settings import database_name

Client = MongoClient[dict[str, Any]]


@dataclass(frozen=True)
class Line:
    what: str  # "log", "relay", or a subscriber
    source: str
    position: int
    behind: int
    parked: int = 0


def show(_: Namespace) -> int:
    """Prints a table; the exit status says nothing about the lag."""
    client = connect()
    print(f"{'':24}{'source':16}{'position':>12}{'behind':>10}{'parked':>8}")
    for line in lines(client):
        parked = line.parked or ""
        print(f"{line.what:24}{line.source:16}{line.position:>12}{line.behind:>10}{parked:>8}")
    client.close()
    return 0


def lines(client: Client) -> Iterator[Line]:
    heads = {source: head(client, source) for source in sources(client)}
    for source, end in heads.items():
        yield Line("log", source, end, 0)
        published = relay_status(service_database(client, source))["position"]
        yield Line("relay", source, published, end - published)
    for service in services(client):
        yield from followers(client, service, heads)


def services(client: Client) -> list[str]:
    """Those that have a database, by its name."""
    prefix = database_name("")
    names = client.list_database_names()
    return sorted(name.removeprefix(prefix) for name in names if name.startswith(prefix))


def sources(client: Client) -> list[str]:
    return [
        service
        for service in services(client)
        if "log" in service_database(client, service).list_collection_names()
    ]


def head(client: Client, source: str) -> int:
    last = service_database(client, source)["log"].find_one(
        {}, {"size": {"$size": "$events"}}, sort=[("_id", -1)]
    )
    return last["_id"] + last["size"] - 1 if last else 0


def followers(client: Client, service: str, heads: dict[str, int]) -> Iterator[Line]:
    database = service_database(client, service)
    for found in database["checkpoints"].find().sort("_id"):
        group, _, number = found["_id"].rpartition(".g")
        if int(number) != generations(database, group).live:
            continue
        for source, position in sorted(found["positions"].items()):
            stopped = {"checkpoint": found["_id"], "source": source}
            parked = database["parked"].count_documents(stopped)
            behind = heads.get(source, 0) - position
            yield Line(f"{service}.{group}", source, position, behind, parked)
