"""Events to plain JSON and back, without a schema library: a rebuild does it a million times.

Stored events are readable for ever. A field added later has a default; one that changed meaning
raises the class's version and brings an upcast and a downcast (`kernel.versions`).
Fields unknown here (written by a newer version) are left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from kernel.rfc3339 import dump_time
from kernel.versions import Data, Steps, UnknownEvent, Versions

Convert = Callable[[Any], Any]

__all__ = ["Codec", "Data", "UnknownEvent"]


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

    def dump(self, event: Any) -> tuple[str, int, Data]:
        """Type, version and plain JSON data of an event."""
        name = type(event).__name__
        return name, self.versions[name], self._shapes[name].dump(event)

    def load(self, type_: str, version: int, data: Data) -> Any:
        """The event; raises UnknownEvent, or ValueError when the data does not fit the class."""
        current = self.versions.get(type_, -1)
        if version != current:
            data = self.converted(type_, version, data, current)
        return self._shapes[type_].load(data)


@dataclass(frozen=True)
class Shape:
    """How one dataclass is written and read: only fields that need a conversion have one."""

    cls: type
    names: tuple[str, ...]
    dumps: tuple[tuple[str, Convert], ...]
    loads: tuple[tuple[str, Convert], ...]
    defaults: Mapping[str, Callable[[], Any]]

    def dump(self, value: Any) -> Data:
        data = dict(value.__dict__)
        for name, convert in self.dumps:
            data[name] = convert(data[name])
        return data

    def load(self, data: Data) -> Any:
        try:
            values = {name: data[name] for name in self.names}
        except KeyError:
            values = self._with_defaults(data)
        for name, convert in self.loads:
            values[name] = convert(values[name])
        made: Any = object.__new__(self.cls)  # frozen __init__ costs a call per field
        made.__dict__.update(values)
        return made

    def _with_defaults(self, data: Data) -> Data:
        plain = {name: data[name] for name in self.names if name in data}
        missing = [name for name in self.names if name not in data]
        if lost := [name for name in missing if name not in self.defaults]:
            raise ValueError(f"{self.cls.__name__} lacks {', '.join(lost)}")
        dumps = dict(self.dumps)
        for name in missing:
            default = self.defaults[name]()
            plain[name] = dumps[name](default) if name in dumps else default
        return plain


def shape(cls: type) -> Shape:
    hints = get_type_hints(cls)
    names = tuple(field.name for field in fields(cls))
    converts = {name: conversion(hints[name]) for name in names}
    return Shape(
        cls,
        names,
        tuple((name, pair[0]) for name, pair in converts.items() if pair),
        tuple((name, pair[1]) for name, pair in converts.items() if pair),
        {field.name: default for field in fields(cls) if (default := default_of(field))},
    )


def default_of(field: Any) -> Callable[[], Any] | None:
    if field.default is not MISSING:
        return lambda: field.default
    return None if field.default_factory is MISSING else field.default_factory


def conversion(hint: Any) -> tuple[Convert, Convert] | None:
    """How to dump and load a value of this type; None when JSON has it already."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return optional(args)
    if origin is tuple:
        return sequence(conversion(args[0]))
    if is_dataclass(hint):
        inner = shape(hint)  # type: ignore[arg-type]
        return inner.dump, inner.load
    if hint in SCALARS:
        return SCALARS[hint]
    raise TypeError(f"an event field cannot be of type {hint}")


def optional(args: tuple[Any, ...]) -> tuple[Convert, Convert] | None:
    [kind] = [arg for arg in args if arg is not NoneType]
    pair = conversion(kind)
    if pair is None:
        return None
    dump, load = pair
    return (
        lambda value: None if value is None else dump(value),
        lambda value: None if value is None else load(value),
    )


def sequence(pair: tuple[Convert, Convert] | None) -> tuple[Convert, Convert]:
    if pair is None:
        return list, tuple
    dump, load = pair
    return lambda values: [dump(v) for v in values], lambda values: tuple(load(v) for v in values)


SCALARS: Mapping[Any, tuple[Convert, Convert] | None] = {
    str: None,
    int: None,
    float: None,
    bool: None,
    datetime: (dump_time, datetime.fromisoformat),
    date: (date.isoformat, date.fromisoformat),
}
