"""A commit as the document that MongoDB keeps, and back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from kernel.log import Commit, Draft, Entry
from kernel.refusal import Unavailable

Document = dict[str, Any]
EVENT: Mapping[str, type] = {"stream": str, "version": int, "type": str, "v": int, "data": dict}
COMMIT: Mapping[str, type] = {"_id": int, "events": list, "at": datetime, "meta": dict}


class Damaged(Unavailable):
    """A document of the log is not a commit of ours; nothing after it may be handed on."""


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
    """Raises Damaged rather than hand on what somebody would stumble over later."""
    try:
        entries = tuple(map(entry, document["events"]))
        commit = Commit(document["_id"], entries, document["at"], document["meta"])
    except (KeyError, TypeError) as error:
        raise damaged(document) from error
    if not entries or type(commit.at) is not datetime or type(commit.meta) is not dict:
        raise damaged(document)
    return commit


def entry(event: Any) -> Entry:
    stream, type_, data = event["stream"], event["type"], event["data"]
    version, v = event["version"], event["v"]
    if not (type(stream) is type(type_) is str and type(data) is dict):
        raise TypeError
    if not (isinstance(version, int) and isinstance(v, int)):
        raise TypeError
    return Entry(stream, version, type_, v, data)


def from_documents(documents: Iterable[Any]) -> list[Commit]:
    return [from_document(document) for document in documents]


def up_to_damage(documents: Iterable[Any]) -> list[Commit]:
    """For who reads on and on: what stands before a damaged commit; the next read begins with it.

    Raises Damaged when the first of them is it.
    """
    commits: list[Commit] = []
    for document in documents:
        try:
            commits.append(from_document(document))
        except Damaged:
            if commits:
                break
            raise
    return commits


def damaged(document: Mapping[str, Any]) -> Damaged:
    where, what = document.get("_id"), "; ".join(defects(document))
    return Damaged(
        "damaged-log",
        f"the commit at {where} cannot be read: {what}. Restore it from a backup "
        "(./crm verify names all of them)",
        retry_after=30,
    )


def defects(document: Mapping[str, Any]) -> list[str]:
    """What is wrong with the shape of a commit, in words."""
    found = misfits(document, COMMIT, "")
    events = document.get("events")
    if not isinstance(events, list):
        return found
    for number, event in enumerate(events):
        if isinstance(event, dict):
            found += misfits(event, EVENT, f"events[{number}].")
        else:
            found.append(f"events[{number}] is not an object")
    return found if events else [*found, "events is empty"]


def misfits(fields: Mapping[str, Any], shape: Mapping[str, type], prefix: str) -> list[str]:
    found = []
    for name, kind in shape.items():
        if name not in fields:
            found.append(f"{prefix}{name} is missing")
        elif not isinstance(fields[name], kind) or isinstance(fields[name], bool):
            found.append(f"{prefix}{name} is {type(fields[name]).__name__}, not {kind.__name__}")
    return found
