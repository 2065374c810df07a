"""An event's data in another version: an upcast leads to the next one, a downcast back.

Both are pure functions from the data of one version to that of its neighbour. What happened long
ago is read as it would be said now, and who holds on to an older version is told in that one.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Data = dict[str, Any]
Upcast = Callable[[Data], Data]
Steps = Mapping[tuple[str, int], Upcast]  # by event, and the version that it begins with


class UnknownEvent(Exception):
    """A type that this program has no class for, or a version that it knows no way to."""


class Versions:
    """`upcasts[("CustomerRegistered", 1)]` turns data of version 1 into data of version 2, and
    `downcasts[("CustomerRegistered", 2)]` turns it back."""

    def __init__(self, types: Iterable[str], upcasts: Steps, downcasts: Steps) -> None:
        self._up = dict(upcasts)
        self._down = dict(downcasts)
        self.newest = {name: self._last(name) for name in types}

    def converted(self, type_: str, version: int, data: Data, wanted: int) -> Data:
        """Raises UnknownEvent where there is no such way."""
        if not 1 <= max(version, wanted) <= self.newest.get(type_, 0):
            raise UnknownEvent(f"{type_}.v{version}")
        for old in range(version, wanted):
            data = self._up[type_, old](data)
        for new in range(version, wanted, -1):
            if (type_, new) not in self._down:
                raise UnknownEvent(f"{type_}.v{new} as v{new - 1}")
            data = self._down[type_, new](data)
        return data

    def told_in(self, type_: str) -> list[int]:
        """The versions in which an event can be told, whenever it happened; newest first."""
        newest = oldest = self.newest.get(type_, 0)
        while (type_, oldest) in self._down:
            oldest -= 1
        return list(range(newest, max(0, oldest - 1), -1))

    def _last(self, name: str) -> int:
        version = 1
        while (name, version) in self._up:
            version += 1
        return version
