"""A subscriber whose database is a dict with transactions, and which may be killed at any step."""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from kernel.checkpoint import Checkpoint, follows
from kernel.envelope import Envelope
from kernel.fold import Fold
from kernel.group import Group
from kernel.lease import Fenced
from kernel.projection import Row
from kernel.step import Parked
from kernel.subscription import ends


class Killed(BaseException):
    """kill -9: nothing that is in memory survives it."""


@dataclass
class Stored:
    positions: dict[str, int] = field(default_factory=dict)
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    parked: list[Parked] = field(default_factory=list)


class MemorySink:
    """`step` is called before and after each commit, and may raise Killed."""

    def __init__(self, group: Group, stored: Stored, step: Callable[[], None] = lambda: None):
        self.group = group
        self.stored = stored
        self.step = step

    def positions(self) -> dict[str, int]:
        stopped = {(event.source, event.stream) for event in self.stored.parked}
        self.fold = Fold(self.group, self._load, stopped)
        return dict(self.stored.positions)

    def apply(self, envelopes: Sequence[Envelope]) -> None:
        at = Checkpoint("", self.stored.positions, 0)
        if not follows(at, self.group.sources, envelopes):
            raise Fenced
        self.fold.take(envelopes)
        self.step()
        self._commit({**self.stored.positions, **ends(envelopes)})
        self.step()

    def _commit(self, positions: dict[str, int]) -> None:
        for name, table in self.fold.tables.items():
            rows = self.stored.rows.setdefault(name, {}) | table.known
            self.stored.rows[name] = {key: row for key, row in rows.items() if row is not None}
        self.stored.parked += self.fold.parked
        self.stored.positions = positions
        self.fold.stored()
        self.fold.forget(2)

    def _load(self, projection: str, keys: Iterable[str]) -> list[Any]:
        rows = self.stored.rows.get(projection, {})
        return [deepcopy(rows[key]) for key in keys if key in rows]
