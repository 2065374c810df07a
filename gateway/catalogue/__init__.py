"""The catalogue of published events as it was committed: a JSON Schema document for each service.

`python -m services.catalogue` writes it; the gateway knows no class of another service.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gateway.subscribed import SOURCES

Schema = dict[str, Any]


@dataclass(frozen=True)
class Published:
    """One event in one version."""

    source: str
    event: str
    version: int
    schema: Schema
    examples: tuple[Any, ...]

    @property
    def key(self) -> str:
        """By which the broker routes it."""
        return f"{self.source}.{self.event}"

    @property
    def name(self) -> str:
        return f"{self.key}.v{self.version}"

    @property
    def summary(self) -> str:
        """What it says, in a line."""
        first: str = self.schema["description"].split("\n\n")[0]
        return " ".join(first.split())


@cache
def read(source: str) -> dict[str, Any]:
    path = Path(__file__).with_name(f"{source}.json")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@cache
def published() -> tuple[Published, ...]:
    """By source and name, the newest version of each first."""
    found = [one for source in SOURCES for one in of(source)]
    return tuple(
        sorted(found, key=lambda one: (SOURCES.index(one.source), one.event, -one.version))
    )


def of(source: str) -> Iterator[Published]:
    document = read(source)
    for name, schema in document["$defs"].items():
        event, _, version = name.partition(".v")
        if version:
            examples = tuple(document["x-examples"][name])
            yield Published(source, event, int(version), schema, examples)


def shapes(source: str) -> dict[str, Schema]:
    """What events are made of, by name."""
    return {name: told for name, told in read(source)["$defs"].items() if "." not in name}
