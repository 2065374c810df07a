"""Removes generations that nobody will read again."""

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace

from pymongo.errors import PyMongoError

from kernel.group import Group
from kernel.live import Documents, checkpoint_id, told
from kernel.progress import Report
from kernel.switching import write


def tidy(database: Documents, group: Group, report: Report, unfinished: int = 0) -> None:
    """Only the live rows and those to switch back to stay. Somebody holds the group's lease.

    Which rows a newer program wants is not ours to say: of those only `unfinished` is removed.
    """
    now, there = told(database, group.name), numbers(database, group)
    keep = there - {unfinished} if now.newer else {now.live, now.previous}
    sweep(database, group, keep)
    if gone := sorted(there - keep):
        report(f"{group.queue}: removed generation {', '.join(map(str, gone))}")


def abandon(database: Documents, group: Group, unfinished: int, report: Report) -> None:
    """Leave nothing of a rebuild that has failed; if the database is away, the next one does."""
    with suppress(PyMongoError):
        now = told(database, group.name)
        if not now.newer:
            write(database, group, replace(now, building=None))
        tidy(database, group, report, unfinished)


def numbers(database: Documents, group: Group) -> set[int]:
    """Of all generations of which there are rows."""
    found = (owned(group, name) for name in database.list_collection_names())
    return {number for number in found if number}


def owned(group: Group, collection: str) -> int:
    """The generation whose rows these are; 0 when they are not of this group."""
    name, _, suffix = collection.rpartition(".g")
    return int(suffix) if name in group.names and suffix.isdecimal() else 0


def sweep(database: Documents, group: Group, keep: Collection[int | None]) -> None:
    """Drop the rows, checkpoints and parked streams of all other generations."""
    for collection in database.list_collection_names():
        if (number := owned(group, collection)) and number not in keep:
            database.drop_collection(collection)
    ours = {"$regex": f"^{re.escape(group.name)}\\.g\\d+$"}
    kept = [checkpoint_id(group.name, number) for number in keep if number]
    database["checkpoints"].delete_many({"_id": ours | {"$nin": kept}})
    database["parked"].delete_many({"checkpoint": ours | {"$nin": kept}})
