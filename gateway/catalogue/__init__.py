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
from kernel.envelope import version_of

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


@cache
def described(source: str, event: str, version: int) -> dict[str, Any] | None:
    """One event in one version, as a schema that stands alone; None when there is none."""
    defined: dict[str, Schema] = read(source)["$defs"] if source in SOURCES else {}
    if (schema := defined.get(f"{event}.v{version}")) is None:
        return None
    parts, found = list(parts_of(schema)), dict[str, Schema]()
    while parts:
        if (part := parts.pop()) not in found:
            found[part] = defined[part]
            parts += parts_of(defined[part])
    id = version_of(source, event, version)["dataschema"]
    about = {"$schema": read(source)["$schema"], "$id": id, "title": event, **schema}
    return about | ({"$defs": found} if found else {})


def parts_of(schema: Any) -> Iterator[str]:
    """Names of what it refers to."""
    if isinstance(schema, list):
        schema = dict(enumerate(schema))
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for inner in schema.values():
            yield from parts_of(inner)


def shapes(source: str) -> dict[str, Schema]:
    """What events are made of, by name."""
    return {name: told for name, told in read(source)["$defs"].items() if "." not in name}
