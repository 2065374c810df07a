"""The log: what a commit is, what a log promises, and the log in memory that unit tests use.

`tests/log_contract.py` states the promises once; this log and the one in MongoDB both pass it.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import Any, Protocol


class Conflict(Exception):
    """Another commit has taken `stream@version` first: load, decide and append again."""


class Duplicate(Exception):
    """The command id is in the log already, with this commit."""

    def __init__(self, commit: "Commit") -> None:
        super().__init__(commit.position)
        self.commit = commit


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as it is stored: plain JSON, named and versioned."""

    stream: str
    version: int
    type: str
    v: int  # version of the type, not of the stream
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A commit that has no position yet. Entries of one stream follow each other without a hole."""

    entries: tuple[Entry, ...]
    at: datetime
    meta: dict[str, Any] = field(default_factory=dict)  # command_id, fingerprint, answer, actor, …

    @property
    def streams(self) -> list[str]:
        return list(dict.fromkeys(entry.stream for entry in self.entries))

    @property
    def keys(self) -> list[str]:
        """What must be unique: the command id (`!` sorts first) and each first version."""
        first: dict[str, int] = {}
        for entry in self.entries:
            first.setdefault(entry.stream, entry.version)
        return ["!" + self.meta["command_id"], *(f"{s}@{version}" for s, version in first.items())]


@dataclass(frozen=True, slots=True)
class Commit:
    position: int  # of its first event
    entries: tuple[Entry, ...]
    at: datetime
    meta: dict[str, Any]

    @property
    def last(self) -> int:
        """Position of its last event: the receipt, and where a cursor may stand."""
        return self.position + len(self.entries) - 1


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Of a commit what stands on some streams: one of an import has hundreds of others."""

    position: int  # of the commit
    last: int
    entries: tuple[Entry, ...]
    command_id: str = ""


class Log(Protocol):
    source: str

    def append(self, draft: Draft) -> Commit:
        """Durable when it returns. Raises Duplicate, Conflict, Unavailable or Indeterminate."""

    def stream(self, stream: str, after: int = 0, limit: int = 0) -> list[Commit]:
        """Commits that touch the stream and begin after a position, oldest first.

        At most `limit`, when there is one.
        """

    def excerpts(self, after: Mapping[str, int]) -> list[Excerpt]:
        """Of the commits that touch any of these streams what stands on them, oldest first.

        Each stream is read after its own position; a little more than that may be answered.
        """

    def after(self, position: int, limit: int) -> list[Commit]:
        """At most `limit` commits, the first of them the one that contains `position + 1`."""

    def head(self) -> int:
        """Position of the last event; 0 when there is none."""

    def find(self, command_id: str) -> Commit | None: ...

    def rushed(self) -> bool:
        """Whether somebody writes in bulk just now: see `kernel.rush`."""

    def rush(self, on: bool) -> None:
        """Tell those who follow to let what is written now pass, or that it is over."""

    def queue(self, streams: Sequence[str]) -> AbstractContextManager[None]:
        """Keep others of this process away from these streams from load to append."""


class MemoryLog:
    """For unit tests and as the model of the real one."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.commits: list[Commit] = []
        self._taken: dict[str, Commit] = {}
        self._rushed = False
        self._lock = RLock()

    def append(self, draft: Draft) -> Commit:
        with self._lock:
            for key in draft.keys:
                if taken := self._taken.get(key):
                    raise Duplicate(taken) if key.startswith("!") else Conflict(key)
            commit = Commit(self.head() + 1, draft.entries, draft.at, draft.meta)
            self.commits.append(commit)
            self._taken |= dict.fromkeys(draft.keys, commit)
            return commit

    def stream(self, stream: str, after: int = 0, limit: int = 0) -> list[Commit]:
        found = [c for c in self.commits if c.position > after and stream in streams_of(c.entries)]
        return found[: limit or None]

    def excerpts(self, after: Mapping[str, int]) -> list[Excerpt]:
        found = []
        for commit in self.commits:
            wanted = {stream for stream, position in after.items() if commit.position > position}
            if entries := tuple(entry for entry in commit.entries if entry.stream in wanted):
                found.append(
                    Excerpt(commit.position, commit.last, entries, commit.meta["command_id"])
                )
        return found

    def after(self, position: int, limit: int) -> list[Commit]:
        return [c for c in self.commits if c.last > position][:limit]

    def head(self) -> int:
        return self.commits[-1].last if self.commits else 0

    def find(self, command_id: str) -> Commit | None:
        return self._taken.get("!" + command_id)

    def rushed(self) -> bool:
        return self._rushed

    def rush(self, on: bool) -> None:
        self._rushed = on

    def queue(self, streams: Sequence[str]) -> AbstractContextManager[Any]:
        return self._lock


def streams_of(entries: Iterable[Entry]) -> set[str]:
    return {entry.stream for entry in entries}
