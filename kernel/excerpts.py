"""Reading what stands on some streams, and not all that was committed together with it.

A commit of an import holds hundreds of streams: who claims one of its customers would otherwise
be sent all of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo.collection import Collection

from kernel.document import Document, damaged, entry, from_document
from kernel.log import Excerpt

# Named, for the server may take the order of positions instead: it tries both with streams that
# have not begun, finds nothing either way, and from then on reads the whole log each time.
BY_STREAM = [("streams", 1), ("_id", 1)]
# What is asked for is found in a set first: to compare each event with each of hundreds of
# streams would cost the server more than to read them.
HERE: Document = {"$filter": {"input": "$events", "cond": {"$in": ["$$this.stream", "$$wanted"]}}}


def read(log: Collection[Document], after: Mapping[str, int]) -> list[Excerpt]:
    """Raises Damaged for a commit that cannot be read."""
    streams = list(after)
    query = {"streams": {"$in": streams}, "_id": {"$gt": min(after.values(), default=0)}}
    cursor = log.find(query, shown(streams), hint=BY_STREAM)
    found = sorted(cursor, key=lambda document: int(document["_id"]))
    return [excerpt(log, document) for document in found]


def shown(streams: Sequence[str]) -> Document:
    wanted = {"$setIntersection": ["$streams", streams]}
    listed = {"$isArray": "$events"}
    here = {"$let": {"vars": {"wanted": wanted}, "in": HERE}}
    return {
        "wanted": wanted,
        "events": {"$cond": [listed, here, "$events"]},
        "meta.command_id": 1,
        "count": {"$cond": [listed, {"$size": "$events"}, 0]},
    }


def excerpt(log: Collection[Document], document: Document) -> Excerpt:
    try:
        entries = tuple(map(entry, document["events"]))
        told = {each.stream for each in entries}
    except (KeyError, TypeError):
        told = set()
    if not told or told != set(document["wanted"]):
        raise unreadable(log, document["_id"])
    position = int(document["_id"])
    command_id = (document.get("meta") or {}).get("command_id", "")
    return Excerpt(position, position + document["count"] - 1, entries, command_id)


def unreadable(log: Collection[Document], position: Any) -> Exception:
    """The whole commit says best what is wrong with it."""
    whole = log.find_one({"_id": position}) or {"_id": position}
    from_document(whole)
    return damaged(whole)
