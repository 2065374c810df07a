"""What subscribers got against what the logs hold: all of it, nothing else, and as it is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import orjson

from tests.chaos.checks.stored import Finding, Stored

PREFIX = "/guanxi/"


def told(source: str, position: int, event: Mapping[str, Any]) -> tuple[str, int, str, int, bytes]:
    """What must be the same of an event in a log and of its envelope."""
    data = orjson.dumps(event["data"], option=orjson.OPT_SORT_KEYS)
    return source, position, event["stream"], event["version"], event["type"].encode() + data


def from_envelope(envelope: Mapping[str, Any]) -> tuple[str, int, str, int, bytes]:
    source = envelope["source"].removeprefix(PREFIX)
    event = {
        "stream": envelope["subject"], "version": envelope["version"],
        "type": envelope["type"].split(".")[2], "data": envelope["data"],
    }  # fmt: skip
    return told(source, envelope["position"], event)


@dataclass
class Folded:
    """A state that remembers order and content of every stream in a few bytes each."""

    last: dict[str, int] = field(default_factory=dict)
    streams: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    inversions: list[Finding] = field(default_factory=list)

    def apply(self, event: tuple[str, int, str, int, bytes]) -> None:
        source, position, stream, version, content = event
        before, digest = self.streams.get((source, stream), (0, 0))
        if version != before + 1:
            self.inversions.append(f"{source}:{position}: {stream} went from {before} to {version}")
        self.streams[source, stream] = version, crc32(content, digest)
        self.last[source] = position

    def feed(self, commits: Iterable[Stored]) -> None:
        for commit in commits:
            for position, event in enumerate(commit.events, start=commit.position):
                self.apply(told(commit.source, position, event))

    def differs(self, other: "Folded", what: str) -> list[Finding]:
        found = []
        if self.last != other.last:
            found.append(f"{what} stands at {other.last}, the logs at {self.last}")
        unlike = [
            stream
            for stream in self.streams.keys() | other.streams.keys()
            if self.streams.get(stream) != other.streams.get(stream)
        ]
        if unlike:
            found.append(f"{what} differs in {len(unlike)} streams, such as {unlike[:3]}")
        return found


@dataclass
class Shelf:
    """What the stream queue was seen to hold, by source and position."""

    floors: dict[str, int] = field(default_factory=dict)  # before these, it has been wiped
    seen: dict[tuple[str, int], int] = field(default_factory=dict)  # with a digest each
    unlike: list[Finding] = field(default_factory=list)

    def put(self, envelope: Mapping[str, Any]) -> None:
        source, position, *rest = from_envelope(envelope)
        digest = crc32(repr(rest).encode())
        if self.seen.setdefault((source, position), digest) != digest:
            self.unlike.append(f"{source}:{position} was published with two contents")

    def missing(self, heads: Mapping[str, int], checked: Mapping[str, int]) -> set[tuple[str, int]]:
        return {
            (source, position)
            for source, head in heads.items()
            for position in range(
                max(checked.get(source, 0), self.floors.get(source, 0)) + 1, head + 1
            )
            if (source, position) not in self.seen
        }

    def compare(self, commits: Iterable[Stored]) -> list[Finding]:
        """These commits as they were published; what is missing is told by `missing`."""
        found, self.unlike = self.unlike, []
        for commit in commits:
            for position, event in enumerate(commit.events, start=commit.position):
                _, _, *rest = told(commit.source, position, event)
                digest = self.seen.get((commit.source, position))
                if digest is not None and digest != crc32(repr(rest).encode()):
                    found.append(f"{commit.source}:{position} was published otherwise than stored")
        return found

    def phantoms(self, heads: Mapping[str, int]) -> list[Finding]:
        return [
            f"{source}:{position} was published and is not in the log"
            for source, position in self.seen
            if position > heads.get(source, 0)
        ]
