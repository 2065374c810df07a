"""How far everything is behind, as a table or, for machines, all that is known as JSON.

Read straight from the databases, so that it also works when nothing else does.
"""

import json
import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from pymongo import MongoClient, timeout
from pymongo.errors import PyMongoError

from kernel import database
from kernel.overview import overview
from kernel.refusal import in_words
from kernel.settings import mongo_uri
from kernel.standing import standing

SUBSCRIPTIONS = "services.groups"
WEBHOOKS = "gateway.webhook_overview"
LIMIT = 4.0  # seconds for what is told besides
HEADING = ("", "source", "position", "behind", "seconds", "parked")


def show(_: Namespace) -> int:
    """Prints a table; the exit status says nothing about the lag."""
    try:
        found = facts()
    except PyMongoError as error:
        print(f"the database does not answer: {short(error)}", file=sys.stderr)
        return 1
    for line in (HEADING, *lines(found)):
        what, source, *numbers = (str(cell) for cell in line)
        print(f"{what:24}{source:16}" + "".join(f"{number:>12}" for number in numbers))
    return 0


def report(_: Namespace) -> int:
    """Prints JSON; the status is 1 when the database does not answer (`error`), or what is in it
    cannot be read (`defect`)."""
    try:
        print(json.dumps(facts()))
    except PyMongoError as error:
        print(json.dumps({"error": short(error)}))
        return 1
    except Exception as error:  # whatever it is: the processes want to be seen all the same
        print(json.dumps({"defect": in_words(error)}))
        return 1
    return 0


def short(error: Exception) -> str:
    return re.split(r", Timeout:| \(configured", str(error))[0]


def facts() -> dict[str, Any]:
    client = database.client(mongo_uri(), serverSelectionTimeoutMS=2_000, connectTimeoutMS=2_000)
    try:
        seen = overview(client, import_module(SUBSCRIPTIONS).SUBSCRIPTIONS)
        heads = {log["source"]: log["head"] for log in seen["logs"]}
        hooks = import_module(WEBHOOKS).webhooks(client, heads)
        return seen | {"webhooks": hooks, "outlook": outlook(client)}
    finally:
        client.close()


def outlook(client: MongoClient[dict[str, Any]]) -> dict[str, Any]:
    """Nothing rather than no facts at all."""
    try:
        with timeout(LIMIT):
            return standing(client)
    except PyMongoError:
        return {}


def lines(facts: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for log in facts["logs"]:
        yield "log", log["source"], log["head"], 0, "", ""
        waited = round(log["seconds"])
        yield "relay", log["source"], log["published"], log["unpublished"], waited, ""
    for line in facts["following"]:
        if line["newer"]:
            yield line["queue"], line["source"], "newer", "-", "-", ""
            continue
        waited, parked = round(line["seconds"]), line["parked_events"] or ""
        yield line["queue"], line["source"], line["position"], line["behind"], waited, parked
