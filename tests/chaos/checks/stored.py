"""A commit as it is found in a log, and what is remembered of all commits that were ever seen."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Finding = str


@dataclass(frozen=True)
class Stored:
    source: str
    position: int
    keys: tuple[str, ...]
    events: tuple[Mapping[str, Any], ...]  # stream, version, type, v, data
    at: datetime
    meta: Mapping[str, Any]

    @property
    def last(self) -> int:
        return self.position + len(self.events) - 1

    @property
    def command(self) -> str:
        return str(self.meta["command_id"])

    @property
    def digest(self) -> str:
        """Changes with anything in it."""
        told = (self.position, self.keys, self.events, self.at.isoformat(), self.meta)
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    @classmethod
    def read(cls, source: str, document: Mapping[str, Any]) -> "Stored":
        return cls(
            source, document["_id"], tuple(document["keys"]), tuple(document["events"]),
            document["at"], document["meta"],
        )  # fmt: skip

    def streams(self) -> dict[str, int]:
        """Each stream with its last version here."""
        return {event["stream"]: event["version"] for event in self.events}


@dataclass(frozen=True)
class Known:
    """What of a commit must be remembered to judge later answers."""

    source: str
    position: int
    last: int
    command: str
    recorded: float
    answer: Mapping[str, Any]
    streams: Mapping[str, int]


@dataclass
class Book:
    """All commits seen so far. `add` answers what is wrong with the new ones by themselves."""

    ends: dict[str, int] = field(default_factory=dict)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Known]] = field(default_factory=dict)
    receipts: dict[tuple[str, int], Known] = field(default_factory=dict)
    digests: dict[tuple[str, int], str] = field(default_factory=dict)

    def add(self, commits: Iterable[Stored]) -> list[Finding]:
        return [finding for commit in commits for finding in self._add(commit)]

    def _add(self, commit: Stored) -> list[Finding]:
        found = [*self._hole(commit), *self._versions(commit), *wrong_keys(commit)]
        known = Known(
            commit.source, commit.position, commit.last, commit.command,
            commit.at.timestamp(), commit.meta.get("answer", {}), commit.streams(),
        )  # fmt: skip
        done = self.commands.setdefault((commit.source, commit.command), [])
        if done:
            found.append(f"doubled: {name(commit)} has the command of {done[0].position}")
        done.append(known)
        self.receipts[commit.source, commit.last] = known
        self.digests[commit.source, commit.position] = commit.digest
        return found

    def _hole(self, commit: Stored) -> list[Finding]:
        due = self.ends.get(commit.source, 0) + 1
        self.ends[commit.source] = commit.last
        return [] if commit.position == due else [f"{name(commit)}: {due} was to come: a hole"]

    def _versions(self, commit: Stored) -> list[Finding]:
        found = []
        for event in commit.events:
            stream = commit.source, event["stream"]
            due = self.versions.get(stream, 0) + 1
            self.versions[stream] = event["version"]
            if event["version"] != due:
                found.append(f"{name(commit)}: {stream[1]} has {event['version']} after {due - 1}")
        return found

    def changed(self, commits: Iterable[Stored]) -> list[Finding]:
        """The whole log read again: what is not as it was, or is gone."""
        now = {(commit.source, commit.position): commit.digest for commit in commits}
        return [
            f"{source}:{position} is {'gone' if at not in now else 'not what it was'}"
            for at in self.digests
            for source, position in [at]
            if now.get(at) != self.digests[at]
        ]


def wrong_keys(commit: Stored) -> list[Finding]:
    """The keys are what makes commands and versions unique: they must say what the events say."""
    first: dict[str, int] = {}
    for event in commit.events:
        first.setdefault(event["stream"], event["version"])
    due = ["!" + commit.command, *(f"{stream}@{version}" for stream, version in first.items())]
    return [] if list(commit.keys) == due else [f"{name(commit)}: keys {commit.keys}, not {due}"]


def name(commit: Stored) -> str:
    return f"{commit.source}:{commit.position}"
