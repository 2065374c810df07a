"""A commit as the document that MongoDB keeps, and back."""

from collections.abc import Iterable
from typing import Any

from kernel.log import Commit, Draft, Entry

Document = dict[str, Any]


def to_document(commit: Commit) -> Document:
    draft = Draft(commit.entries, commit.at, commit.meta)
    return {
        "_id": commit.position,
        "keys": draft.keys,
        "streams": draft.streams,
        "events": [
            {"stream": e.stream, "version": e.version, "type": e.type, "v": e.v, "data": e.data}
            for e in commit.entries
        ],
        "at": commit.at,
        "meta": commit.meta,
    }


def from_document(document: Document) -> Commit:
    entries = tuple(
        Entry(e["stream"], e["version"], e["type"], e["v"], e["data"]) for e in document["events"]
    )
    return Commit(document["_id"], entries, document["at"], document["meta"])


def from_documents(documents: Iterable[Any]) -> list[Commit]:
    return [from_document(document) for document in documents]
