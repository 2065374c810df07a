"""Is a log what a log must be? Every document is looked at, in order, and nothing is believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.codec import Codec, UnknownEvent
from kernel.document import defects, from_document
from kernel.history import LOST
from kernel.log import Commit, Draft, Entry

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    kind: str  # hole, overlap, damaged, keys, version, unknown, unreadable, foreign, double
    at: Any  # the document's _id
    what: str


class Soundness:
    """Of one log, read from its beginning."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self.end = 0  # the last position so far
        self.commits = 0
        self._versions: dict[str, int] = {}
        self._commands: set[str] = set()

    def take(self, document: Document) -> Iterator[Finding]:
        """What is wrong with the next document, in the order of `_id`."""
        at = document["_id"]
        if not isinstance(at, int) or isinstance(at, bool):
            yield Finding("foreign", at, "its _id is no position: somebody else's document")
            return
        self.commits += 1
        yield from self._place(at)
        if wrong := defects(document):
            yield Finding("damaged", at, "; ".join(wrong))
            self.end = max(self.end, at + size(document.get("events")) - 1)
            return
        commit = from_document(dict(document))
        self.end = max(self.end, commit.last)
        yield from keys(commit, document)
        yield from self._command(commit)
        for entry in commit.entries:
            yield from self._version(at, entry)
            yield from self._event(at, entry)

    def _place(self, at: int) -> Iterator[Finding]:
        if at > self.end + 1:
            missing = f"{self.end + 1} to {at - 1}" if at > self.end + 2 else f"{at - 1}"
            yield Finding("hole", at, f"{missing} missing before it")
        elif at <= self.end:
            yield Finding("overlap", at, f"the commit before it reaches to {self.end}")

    def _command(self, commit: Commit) -> Iterator[Finding]:
        command = commit.meta.get("command_id")
        if not isinstance(command, str) or not command:
            yield Finding("damaged", commit.position, "meta.command_id is missing")
        elif command in self._commands:
            yield Finding("double", commit.position, f"command {command} is here a second time")
        else:
            self._commands.add(command)

    def _version(self, at: int, entry: Entry) -> Iterator[Finding]:
        """A version that is missing is told once: counting goes on from the one that is there."""
        expected = self._versions.get(entry.stream, 0) + 1
        if entry.version != expected:
            what = f"{entry.stream} is at {entry.version} where {expected} comes next"
            yield Finding("version", at, what)
        self._versions[entry.stream] = entry.version

    def _event(self, at: int, entry: Entry) -> Iterator[Finding]:
        if entry.type == LOST:
            return
        try:
            self.codec.load(entry.type, entry.v, entry.data)
        except UnknownEvent as error:
            what = f"{entry.stream}@{entry.version}: this program has no class for {error}"
            yield Finding("unknown", at, what)
        except Exception as error:  # an upcast may fail in any way
            what = f"{entry.stream}@{entry.version}: {entry.type} cannot be read: {error!r}"
            yield Finding("unreadable", at, what)


def size(events: Any) -> int:
    """How many positions a commit takes that cannot be read."""
    return max(len(events), 1) if isinstance(events, list) else 1


def keys(commit: Commit, document: Document) -> Iterator[Finding]:
    """What is unique, and what is found by stream, must be what the events say."""
    if not isinstance(commit.meta.get("command_id"), str):
        return
    draft = Draft(commit.entries, commit.at, commit.meta)
    for name, wanted in (("keys", draft.keys), ("streams", draft.streams)):
        if document.get(name) != wanted:
            yield Finding("keys", commit.position, f"{name} are {document.get(name)}, not {wanted}")
