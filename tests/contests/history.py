"""What must be true of every log, read document by document and not with the program's own eyes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.contests.client import Answer

Document = dict[str, Any]
Event = dict[str, Any]


def damage(log: Sequence[Document]) -> dict[str, int]:
    """Holes, versions that do not follow each other, commands that were done twice."""
    return {
        "positions missing or twice": misplaced(log),
        "versions missing or twice": misversioned(log),
        "commands done twice": repeated(document["meta"]["command_id"] for document in log),
    }


def misplaced(log: Sequence[Document]) -> int:
    wrong, expected = 0, 1
    for document in log:
        wrong += document["_id"] != expected
        expected = document["_id"] + len(document["events"])
    return wrong


def misversioned(log: Sequence[Document]) -> int:
    wrong, last = 0, Counter[str]()
    for event in events(log):
        wrong += event["version"] != last[event["stream"]] + 1
        last[event["stream"]] = event["version"]
    return wrong


def repeated(things: Iterable[Any]) -> int:
    """How many are there more than once."""
    return sum(count > 1 for count in Counter(things).values())


def events(log: Iterable[Document], kind: str = "") -> Iterator[Event]:
    for document in log:
        for event in document["events"]:
            if not kind or event["type"] == kind:
                yield event


def lost(log: Sequence[Document], answers: Iterable[Answer]) -> int:
    """Receipts whose position is not the end of a commit on the stream of what they name."""
    ends = {document["_id"] + len(document["events"]) - 1: document for document in log}
    return sum(not confirmed(ends.get(a.position[1]), a.body) for a in answers)


def confirmed(document: Document | None, receipt: dict[str, Any]) -> bool:
    """A follow-up has an id of its own, in the event, and nobody has amended it yet; all others
    name their stream.
    """
    if document is None:
        return False
    streams = [e["version"] for e in document["events"] if e["stream"].endswith(receipt["id"])]
    logged = [e for e in document["events"] if e["data"].get("follow_up_id") == receipt["id"]]
    return receipt["version"] in streams or (bool(logged) and receipt["version"] == 0)
