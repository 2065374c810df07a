"""One body for each shape that a route takes, as a client would send it: checked by the shapes."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from marshmallow import Schema

EXAMPLES = Path(__file__).with_name("examples.json")


@cache
def examples() -> dict[str, Any]:
    """By the name of the shape."""
    told: dict[str, Any] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return told


def example_of(body: Schema | type[Schema]) -> dict[str, Any]:
    """What a media type says beside its schema; nothing for files."""
    shape = body if isinstance(body, type) else type(body)
    return {"example": examples()[shape.__name__]} if shape.__name__ in examples() else {}
