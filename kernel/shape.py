"""How a dataclass is written as plain JSON and read again, field by field."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from kernel.rfc3339 import dump_time

Data = dict[str, Any]
Convert = Callable[[Any], Any]
T = TypeVar("T")


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
        return filled(self.cls, values)

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


def filled(cls: type[T], values: Data) -> T:
    """With all of its fields: a frozen `__init__` costs a call for each of them."""
    made = object.__new__(cls)
    made.__dict__.update(values)
    return made


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
    return lambda values: [dump(v) for v in values], lambda values: tuple([load(v) for v in values])


SCALARS: Mapping[Any, tuple[Convert, Convert] | None] = {
    str: None,
    int: None,
    float: None,
    bool: None,
    datetime: (dump_time, datetime.fromisoformat),
    date: (date.isoformat, date.fromisoformat),
}
