"""The log that a subscriber is told of: envelopes as they were published, up to some moment."""

from collections.abc import Iterable
from datetime import datetime

from kernel.envelope import FROM_META, PREFIX, Envelope, kind
from kernel.log import Commit, Entry, MemoryLog


class Untold(ValueError):
    """These are not the events of one log from its first on."""


class Told(MemoryLog):
    """All that will have happened; it ends where `until` says."""

    def __init__(self, source: str, envelopes: Iterable[Envelope]) -> None:
        super().__init__(source)
        self.envelopes = list(envelopes)
        self.until = 0
        for position, envelope in enumerate(self.envelopes, 1):
            if envelope["position"] != position or envelope["source"] != PREFIX + source:
                raise Untold(f"{source}: {envelope['id']} stands where {position} belongs")
        self.commits = [commit(envelope) for envelope in self.envelopes]
        self.types = {commit.entries[0].type for commit in self.commits}

    def after(self, position: int, limit: int) -> list[Commit]:
        return self.commits[: self.until][position : position + limit]

    def head(self) -> int:
        return self.until


def commit(envelope: Envelope) -> Commit:
    """One of its own for each event: the feed shows no other borders."""
    _, name, v = kind(envelope["type"])
    entry = Entry(envelope["subject"], envelope["version"], name, v, envelope["data"])
    meta = {key: envelope[attribute] for attribute, key in FROM_META if attribute in envelope}
    return Commit(envelope["position"], (entry,), datetime.fromisoformat(envelope["time"]), meta)
