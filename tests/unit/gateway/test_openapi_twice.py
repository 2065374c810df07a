"""A second validator, of other makers and another make, reads the OpenAPI document: as models."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from openapi_pydantic.v3.v3_1 import OpenAPI
from pydantic import BaseModel, ValidationError

from gateway.openapi import document
from gateway.service import ROUTES

SPEC = document(ROUTES)


def judged(spec: dict[str, Any]) -> list[str]:
    """What it finds: what is wrong, and each member that the specification does not know."""
    try:
        return list(unknown(OpenAPI.model_validate(spec), ""))
    except ValidationError as error:
        return [".".join(map(str, one["loc"])) for one in error.errors()]


def unknown(node: Any, at: str) -> Iterator[str]:
    if isinstance(node, BaseModel):
        strange = (name for name in node.model_extra or {} if not name.startswith("x-"))
        yield from (f"{at}.{name}" for name in strange)
        members = {name: getattr(node, name) for name in type(node).model_fields}
        yield from unknown(members, at)
    elif isinstance(node, dict):
        for name, inner in node.items():
            yield from unknown(inner, f"{at}.{name}")
    elif isinstance(node, list):
        for place, inner in enumerate(node):
            yield from unknown(inner, f"{at}.{place}")


def test_it_finds_nothing():
    assert judged(SPEC) == []


def broken(change: Any) -> dict[str, Any]:
    spec = deepcopy(SPEC)
    change(spec["paths"]["/v1/customers"]["post"], spec)
    return spec


@pytest.mark.parametrize(
    "change",
    [
        lambda told, spec: told["responses"]["201"].pop("description"),
        lambda told, spec: told.update(requestBody={"required": True}),
        lambda told, spec: told.update(operationID="twice"),
        lambda told, spec: told["parameters"][0].update({"in": "somewhere"}),
        lambda told, spec: told["parameters"][0].pop("name"),
        lambda told, spec: told["responses"]["201"]["headers"].update(Location="a header"),
        lambda told, spec: spec["components"]["schemas"]["Problem"].update(properties=["type"]),
        lambda told, spec: spec["info"].pop("version"),
        lambda told, spec: spec["components"]["securitySchemes"]["token"].pop("type"),
    ],
)
def test_it_would_find_what_is_wrong(change):
    assert judged(broken(change))
