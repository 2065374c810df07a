"""What may follow an answer: who has made something is led to all that may be done with it."""

import re
from collections.abc import Mapping
from typing import Any

from gateway.queries import reads_after
from gateway.routes import Route

MADE = {"id": "$response.body#/id", "position": "$response.body#/position"}


def tag(route: Route) -> str:
    """The first word of a path names what it is about: `customers`, `opportunities`, …"""
    return re.sub(r"\.\w+$", "", route.path.removeprefix("/v1").split("/")[1])


def links(route: Route, routes: Mapping[str, Route]) -> dict[str, Any]:
    """By operation, for who answers 201 with an `id`: the paths below it that this id completes."""
    if route.answer.status != 201 or not is_told(route, "id"):
        return {}
    found = {}
    for name, other in routes.items():
        known = re.match(re.escape(route.path) + r"/<(\w+)>[^<]*$", other.path)
        if known:
            found[name] = {"operationId": name, "parameters": completed(route, other, known[1])}
    return found


def completed(route: Route, other: Route, word: str) -> dict[str, str]:
    after = reads_after(other.query) and is_told(route, "position")
    return {word: MADE["id"]} | ({"after": MADE["position"]} if after else {})


def is_told(route: Route, name: str) -> bool:
    return name in getattr(route.answer.schema, "_declared_fields", {})
