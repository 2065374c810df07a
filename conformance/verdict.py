"""In what two outcomes differ, said so that a person finds the entry."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SHOWN = 8


def differences(found: Any, expected: Any, path: str = "") -> list[str]:
    """The first of them, each with the place where it is."""
    told = list(compared(found, expected, path))
    more = [f"… and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    return told[:SHOWN] + more


def compared(found: Any, expected: Any, path: str) -> Iterator[str]:
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        for key in sorted({*found, *expected}):
            yield from within(found, expected, key, f"{path}.{key}".lstrip("."))
    elif isinstance(found, list) and isinstance(expected, list):
        yield from lists(found, expected, path)
    elif found != expected or type(found) is not type(expected):
        yield f"{path}: {shown(found)} instead of {shown(expected)}"


def within(found: Any, expected: Any, key: str, path: str) -> Iterator[str]:
    if key not in found:
        yield f"{path} is missing: {shown(expected[key])}"
    elif key not in expected:
        yield f"{path} is too many: {shown(found[key])}"
    else:
        yield from compared(found[key], expected[key], path)


def lists(found: Sequence[Any], expected: Sequence[Any], path: str) -> Iterator[str]:
    yield from within_lists(found, expected, path)
    for place in range(len(expected), len(found)):
        yield f"{path}.{place} is too many: {shown(found[place])}"


def within_lists(found: Sequence[Any], expected: Sequence[Any], path: str) -> Iterator[str]:
    for place, one in enumerate(expected):
        if place < len(found):
            yield from compared(found[place], one, f"{path}.{place}")
        else:
            yield f"{path}.{place} is missing: {shown(one)}"


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)[:200]
