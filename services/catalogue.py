"""The catalogue of published events: `python -m services.catalogue` writes it anew.

It is one JSON Schema document for each service, committed, so that a change of what subscribers
get is seen in a review; the gateway publishes it. What breaks a promise is not written.
"""

import json
import sys
from pathlib import Path
from typing import Any

from kernel.codec import Codec
from kernel.compatible import advice, broken, untold
from kernel.event_schema import DIALECT, Schemas, schemas
from services.groups import LOGS

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "gateway" / "catalogue"
EXAMPLES = ROOT / "tests" / "unit"

Document = dict[str, Any]


def written(source: str) -> Document:
    path = CATALOGUE / f"{source}.json"
    empty: Document = {"$defs": {}}
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else empty


def examples(source: str) -> dict[str, list[Any]]:
    """What was stored, by event and version."""
    found: dict[str, list[Any]] = {}
    stored = json.loads((EXAMPLES / source / "published.json").read_text(encoding="utf-8"))
    for one in stored:
        found.setdefault(f"{one['type']}.v{one['v']}", []).append(one["data"])
    return found


def current(codec: Codec, before: Schemas) -> Schemas:
    """As the classes are now; what they were in older versions is known from before only."""
    now = schemas(codec)
    kept = [name for name in before if outgrown(name, codec)]
    for name in kept:
        now[name] = before[name]
        kept += [shape for shape in referred(before[name]) if shape not in now]
    return dict(sorted(now.items()))


def outgrown(name: str, codec: Codec) -> bool:
    event, _, version = name.partition(".v")
    return bool(version) and int(version) < codec.versions.get(event, 0)


def referred(schema: Any) -> list[str]:
    """Names of what it is made of."""
    if isinstance(schema, list):
        return [name for one in schema for name in referred(one)]
    if not isinstance(schema, dict):
        return []
    here = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
    return here + referred(list(schema.values()))


def document(source: str, defined: Schemas) -> Document:
    return {
        "$schema": DIALECT,
        "title": f"Events of {source}",
        "$defs": defined,
        "x-examples": examples(source),
    }


def text(document: Document) -> str:
    """A line for each event, so that a difference is read easily."""
    parts = [
        f"{json.dumps(key)}: {lines(value) if isinstance(value, dict) else json.dumps(value)}"
        for key, value in document.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def lines(members: Document) -> str:
    rows = [
        f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in members.items()
    ]
    return "{\n" + ",\n".join(rows) + "\n}"


def main() -> int:
    for source, codec in LOGS.items():
        before = written(source)["$defs"]
        now = current(codec, before)
        if found := [*broken(before, now), *untold(codec.told_in, now)]:
            print(advice(found), file=sys.stderr)
            return 1
        path = CATALOGUE / f"{source}.json"
        path.write_text(text(document(source, now)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
