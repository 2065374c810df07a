"""A row straight from its source's log, for who cannot wait until that has been heard.

To have a log read to its end takes as long as an import of others takes; one stream of it is read
in a moment.
"""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from kernel.envelope import Envelope, kind, open_envelope
from kernel.group import Group
from kernel.projection import Projection, Row
from kernel.table import as_stored

T = TypeVar("T")
SHORTLY = 0.05  # seconds: by then it has been heard, unless there is much to hear


class Straight(Generic[T]):
    """What is known: as it was heard, until the log itself has been asked."""

    def __init__(
        self,
        heard: Callable[[], T],
        told: Callable[[Row], T],
        log: Callable[[], Row | None],
    ) -> None:
        self._heard = heard
        self._told = told
        self._log = log
        self._answer: list[Row | None] = []

    def look(self) -> T:
        row = self._answer[0] if self._answer else None
        return self._told(row) if row else self._heard()

    def sure(self, seconds: float = 0) -> bool:
        """Ask, once. Raises Unavailable when nobody answers for the log."""
        self._answer = self._answer or [self._log()]
        return True

    @property
    def row(self) -> Row | None:
        """What a no is said by: nobody says one before the log was asked."""
        self.sure()
        return self._answer[0]


def row_of(
    group: Group, projection: Projection, key: str, history: Iterable[Envelope]
) -> Row | None:
    """As the read model will have it; all that concerns it stands on one stream."""
    row: Row | None = None
    for envelope in history:
        source, name, _ = kind(envelope["type"])
        if projection in group.concerned(source, name):
            recorded = open_envelope(envelope, group.sources[source])
            row = projection.evolve(row or {"_id": key}, recorded)
    return as_stored(row) if row else None
