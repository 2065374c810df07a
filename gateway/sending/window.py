"""What of a source is on its way to one target: in order for each subject, others not held up.

`position` is how far everything has been taken; of what lies beyond it, what was taken is known
one by one, so that little is repeated after a crash.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kernel.envelope import Envelope

MOST = 500  # events beyond `position`
Row = Mapping[str, Any]


@dataclass
class Tried:
    """What has come of an event so far."""

    attempts: int = 0
    number: int = 0  # of the delivery; 0 before the first attempt
    due: float = 0.0  # seconds since 1970
    first_at: float = 0.0


@dataclass
class Waiting:
    envelope: Envelope
    tried: Tried

    @property
    def position(self) -> int:
        return int(self.envelope["position"])

    @property
    def subject(self) -> str:
        return str(self.envelope["subject"])


class Window:
    def __init__(self, mark: int, position: int, row: Row | None = None) -> None:
        """`mark` is the number of the wish to begin there."""
        self.mark = mark
        self.position = self.ahead = position  # looked at
        self.waiting: dict[int, Waiting] = {}
        self._done: set[int] = set(row["done"]) if row else set()
        tried = row["tried"] if row else {}
        self._tried = {int(one): Tried(**told) for one, told in tried.items()}

    @classmethod
    def of_row(cls, row: Row) -> "Window":
        return cls(row["mark"], row["position"], row)

    def to_row(self) -> dict[str, Any]:
        tried = {one.position: one.tried for one in self.waiting.values() if one.tried.attempts}
        return {
            "mark": self.mark,
            "position": self.position,
            "done": sorted(self._done),
            "tried": {str(at): asdict(one) for at, one in (self._tried | tried).items()},
        }

    @property
    def room(self) -> int:
        return MOST - len(self.waiting) - len(self._done)

    def read(self, page: Mapping[str, Any]) -> None:
        """A page of the feed after `ahead`."""
        for envelope in page["events"]:
            position = envelope["position"]
            if position not in self._done:
                tried = self._tried.pop(position, None) or Tried()
                self.waiting[position] = Waiting(envelope, tried)
        self.ahead = max(self.ahead, page["next"])
        self._settle()

    def heads(self) -> Iterator[Waiting]:
        """Of each subject the one that is next, in order."""
        seen: set[str] = set()
        for position in sorted(self.waiting):
            one = self.waiting[position]
            if one.subject not in seen:
                seen.add(one.subject)
                yield one

    def taken(self, position: int) -> None:
        del self.waiting[position]
        self._done.add(position)
        self._settle()

    def anew(self) -> None:
        """Whatever has failed before counts no more."""
        self._tried = {}
        for one in self.waiting.values():
            one.tried = Tried()

    def _settle(self) -> None:
        self.position = min(self.waiting, default=self.ahead + 1) - 1
        self._done = {one for one in self._done if one > self.position}
        self._tried = {one: told for one, told in self._tried.items() if one > self.position}
