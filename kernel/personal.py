"""Events without what they tell of persons, for who is not to get it.

The classes of events say what is personal: `Annotated[…, PERSONAL]`. What no class names might be,
be it a type or a version that is newer, and is withheld as well. What happened in an older version
is told in the newest, which is the one that the class speaks of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from kernel.codec import Codec
from kernel.envelope import Envelope, kind
from kernel.pinned import retold

PERSONAL = "personal"
WITHHELD = "withheld"  # CloudEvents extension: what of the data is not there

Data = Mapping[str, Any]


def impersonal(codec: Codec, told: Iterable[Envelope]) -> list[Envelope]:
    """The same events; what is left out of them stands in `withheld`, by name."""
    return [without_persons(codec, one) for one in told]


def without_persons(codec: Codec, envelope: Envelope) -> Envelope:
    _, event, v = kind(envelope["type"])
    if v > codec.versions.get(event, 0):
        return limited(envelope, {}, sorted(envelope["data"]))
    now = retold(codec, envelope, codec.versions)
    return limited(now, *kept(codec.types[event], now["data"]))


def limited(envelope: Envelope, data: Data, withheld: list[str]) -> Envelope:
    made = {**envelope, "data": data}
    return made | {WITHHELD: ",".join(withheld)} if withheld else made


def kept(cls: type, data: Data) -> tuple[dict[str, Any], list[str]]:
    """What may be told of an event or a part of one, and the names of the rest."""
    known, left, gone = plain_fields(cls), {}, []
    for name, value in data.items():
        if name not in known:
            gone.append(name)
        elif (part := known[name]) is None or value is None:
            left[name] = value
        else:
            left[name], missing = kept_part(part, value)
            gone += (f"{name}.{inner}" for inner in missing)
    return left, sorted(set(gone))


def kept_part(cls: type, value: Any) -> tuple[Any, list[str]]:
    if not isinstance(value, list):
        return kept(cls, value)
    parts = [kept(cls, one) for one in value]
    return [left for left, _ in parts], [name for _, gone in parts for name in gone]


@cache
def plain_fields(cls: type) -> dict[str, type | None]:
    """Fields that are not personal, each with the class of its parts if it has any."""
    hints = get_type_hints(cls, include_extras=True)
    names = (field.name for field in fields(cls))
    return {name: part_of(hints[name]) for name in names if not personal(hints[name])}


def personal(hint: Any) -> bool:
    """Also of one value of several, or where there may be none."""
    if get_origin(hint) is Annotated and PERSONAL in hint.__metadata__:
        return True
    return any(personal(inner) for inner in get_args(hint) if get_args(inner))


def part_of(hint: Any) -> type | None:
    if is_dataclass(hint):
        return hint  # type: ignore[return-value]
    return next((found for inner in get_args(hint) if (found := part_of(inner))), None)
