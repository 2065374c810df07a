"""Events to plain JSON and back, without a schema library: a rebuild does it a million times.

Stored events are readable for ever. A field added later has a default; one that changed meaning
raises the class's version and brings an upcast and a downcast (`kernel.versions`).
Fields unknown here (written by a newer version) are left out.
"""

from typing import Any, NamedTuple, get_args

from kernel.shape import shape
from kernel.versions import Data, Steps, UnknownEvent, Versions

__all__ = ["Codec", "Data", "Dumped", "UnknownEvent"]


class Dumped(NamedTuple):
    """An event as it is stored."""

    type: str
    v: int
    data: Data


class Codec:
    """Knows the event classes of a union by their names, and their versions."""

    def __init__(
        self, events: Any, upcasts: Steps | None = None, downcasts: Steps | None = None
    ) -> None:
        self.types: dict[str, type] = {cls.__name__: cls for cls in get_args(events) or (events,)}
        self._versions = Versions(self.types, upcasts or {}, downcasts or {})
        self.versions = self._versions.newest
        self.converted = self._versions.converted
        self.told_in = self._versions.told_in
        self._shapes = {name: shape(cls) for name, cls in self.types.items()}

    def dump(self, event: Any) -> Dumped:
        """Type, version and plain JSON data of an event."""
        name = type(event).__name__
        return Dumped(name, self.versions[name], self._shapes[name].dump(event))

    def load(self, type_: str, version: int, data: Data) -> Any:
        """The event; raises UnknownEvent, or ValueError when the data does not fit the class."""
        current = self.versions.get(type_, -1)
        if version != current:
            data = self.converted(type_, version, data, current)
        return self._shapes[type_].load(data)
