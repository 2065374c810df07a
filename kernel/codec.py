"""Events to plain JSON and back, without a schema library: a rebuild does it a million times.

Stored events are readable for ever. A field added later has a default; one that changed meaning
raises the class's version and brings an upcast, a pure function from the old data to the new.
Fields unknown here (written by a newer version) are left out.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from kernel.shape import Data, shape

Upcast = Callable[[Data], Data]


class Dumped(NamedTuple):
    """An event as it is stored."""

    type: str
    v: int
    data: Data


class UnknownEvent(Exception):
    """The log holds a type that this program has no class for, or a version newer than its own."""


class Codec:
    """Knows the event classes of a union by their names.

    `upcasts[("CustomerRegistered", 1)]` turns data of version 1 into data of version 2.
    """

    def __init__(
        self, events: Any, upcasts: Mapping[tuple[str, int], Upcast] | None = None
    ) -> None:
        self.types: dict[str, type] = {cls.__name__: cls for cls in get_args(events) or (events,)}
        self._upcasts = dict(upcasts or {})
        self.versions = {name: self._newest(name) for name in self.types}
        self._shapes = {name: shape(cls) for name, cls in self.types.items()}

    def dump(self, event: Any) -> Dumped:
        """Type, version and plain JSON data of an event."""
        name = type(event).__name__
        return Dumped(name, self.versions[name], self._shapes[name].dump(event))

    def load(self, type_: str, version: int, data: Data) -> Any:
        """The event; raises UnknownEvent, or ValueError when the data does not fit the class."""
        current = self.versions.get(type_)
        if current is None or version > current:
            raise UnknownEvent(f"{type_}.v{version}")
        for old in range(version, current):
            data = self._upcasts[type_, old](data)
        return self._shapes[type_].load(data)

    def _newest(self, name: str) -> int:
        version = 1
        while (name, version) in self._upcasts:
            version += 1
        return version
