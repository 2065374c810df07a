"""Whether schemas of published events still promise what they promised: additions only.

A subscriber reads what was recorded years ago beside what happens now, with the program that its
team wrote once. So a published field keeps its name, its type, and whether it may be absent.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Schemas = Mapping[str, Mapping[str, Any]]

WORDS = ("description", "x-personal")  # what may be said in another way
ADVICE = (
    "A published event is never changed: subscribers hold on to it, and the log holds old ones. "
    "Leave it as it was; for another meaning raise its version: change the class, add an upcast "
    "`UPCASTS[({name!r}, {version})]` from the old data to the new, a downcast "
    "`DOWNCASTS[({name!r}, {next})]` back for who holds on to the old, and examples of both. "
    "A new field needs a default. What an event is made of has no version: make a new class of it."
)


def broken(before: Schemas, after: Schemas) -> list[str]:
    """Each promise that is not kept any more, as a sentence."""
    return [
        found
        for name, schema in before.items()
        for found in (changes(name, schema, after[name]) if name in after else [f"{name} is gone."])
    ]


def untold(told_in: Callable[[str], Sequence[int]], schemas: Schemas) -> list[str]:
    """Versions that somebody may hold on to, and that events cannot be told in any more."""
    return [
        f"{name} is told no more: who holds on to it would be told nothing."
        for name in schemas
        for event, _, version in [name.partition(".v")]
        if version and int(version) not in told_in(event)
    ]


def changes(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    was, is_now = old["properties"], new["properties"]
    for field in was:
        if field not in is_now:
            yield f"{name}.{field} is gone, or has another name."
        elif bare(was[field]) != bare(is_now[field]):
            yield f"{name}.{field} was {bare(was[field])} and is {bare(is_now[field])} now."
    for field in sorted(required(new) - required(old)):
        yield f"{name}.{field} is required now: older events lack it."
    for field in sorted((required(old) - required(new)) & is_now.keys()):
        yield f"{name}.{field} was always there, and may be absent now."


def bare(field: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key not in WORDS}


def required(schema: Mapping[str, Any]) -> set[str]:
    return set(schema.get("required", ()))


def advice(found: list[str]) -> str:
    """What is broken and what to do, for whoever has changed it."""
    name, _, version = found[0].split(" ")[0].partition(".")
    number = version[1:].partition(".")[0]
    old = int(number) if number.isdecimal() else 1
    told = ADVICE.format(name=name, version=old, next=old + 1)
    return "\n".join([*found, told])
