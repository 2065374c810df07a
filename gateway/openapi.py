"""The OpenAPI 3.1 document, made from the very declarations that admit, validate and answer."""

import re
from collections.abc import Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from gateway.answers import JSON
from gateway.metering import limits
from gateway.multipart import MEDIA_TYPE as MULTIPART
from gateway.multipart import takes_files
from gateway.openapi_answers import LATER, LEFT, Problem, counted, described, responses
from gateway.openapi_examples import example_of
from gateway.openapi_headers import header_parameters
from gateway.openapi_links import links, tag
from gateway.reading import ID, MERGE_PATCH
from gateway.routes import Route

SCHEMES = {
    "token": {"bearerFormat": "JWT", "description": "An access token, from `POST /v1/sign-in`."},
    "apiKey": {"bearerFormat": "gx_", "description": "A program's key, from `POST /v1/api-keys`."},
}
BEGINNING = """Customers, deals and follow-ups of a sales team.

Sign in at `POST /v1/sign-in` and send the access token as `Authorization: Bearer <token>`; every
ten minutes `POST /v1/sign-in/refresh` gives the next one. A program sends its API key in the same
header (`POST /v1/api-keys`); for scripts `./crm token --user ann --role sales` prints a token. A
command answers with a
`position`: hand it on as `?after=` to whatever you read next, and you see what you have done. A
refusal is a problem document: its `detail` says what to do, its `errors` name the fields.

Every answer says how many requests are left to you: `RateLimit-Policy: "people";q=6000;w=60` is
what holds (6,000 within 60 s), `RateLimit: "people";r=5990;t=42` what is left of it, and that it
begins anew in 42 s. One too many is 429 `quota-exceeded` with `Retry-After`, and has done nothing.
`x-rate-limits` tells which policies there are, and of each operation which ones count it; each
process of the gateway counts for itself.

Lists come in pages: send `next` back as `cursor` with the same filters, or follow `Link`. An ETag
is what `If-Match` takes when you edit and `If-None-Match` when you read again. Whole lists, as
JSON Lines, CSV or a workbook: `GET /v1/customers/export` and its like. A route that is to go says
so in every answer (`Deprecation`, `Sunset`, `Link rel="successor-version"`) for half a year at
least before it goes; until then it does what it did.

Your own customers: `POST /v1/imports/columns` looks at a file, `POST /v1/imports` brings it in,
`GET /v1/imports/{import_id}` says how far it is, `GET /v1/imports/{import_id}/rejects.csv` why a
row added nothing. `GET /v1/customers?q=` finds them again; `POST /v1/customers/check` tells before
entry whether somebody is there already."""


IN_PATHS = {  # what is no id
    "person": r"[^\x00-\x1f\x7f-\xa0]{1,200}",
    "week": r"2[01]\d\d-W(?:0[1-9]|[1-4]\d|5[0-3])",
    "key": r"(?:[1-9a-z]|F[1-9]|F1[0-2])",
}


def document(routes: Mapping[str, Route]) -> dict[str, Any]:
    spec = APISpec(
        "Guanxi", "1.0.0", "3.1.0", plugins=[MarshmallowPlugin()],
        info={"description": BEGINNING, "x-rate-limits": published()},
    )  # fmt: skip
    for name, scheme in SCHEMES.items():
        spec.components.security_scheme(name, {"type": "http", "scheme": "bearer", **scheme})
    spec.components.schema("Problem", schema=Problem)
    for name, told in described(LEFT | LATER).items():
        spec.components.header(name, told)
    for name, route in routes.items():
        told = operation(name, route, links(route, routes))
        spec.path(route_path(route), operations={route.method.lower(): told})
    made: dict[str, Any] = spec.to_dict()
    return made


def published() -> dict[str, Any]:
    """Each policy by its name."""
    known = limits().policies.values()
    return {one.name: {"requests": one.quota, "seconds": one.seconds} for one in known}


def route_path(route: Route) -> str:
    return re.sub(r"<(\w+)>", r"{\1}", route.path)


def operation(name: str, route: Route, leads: Mapping[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": name,
        "tags": [tag(route)],
        "summary": route.summary,
        "parameters": parameters(route),
        "responses": responses(route, leads),
        "security": [] if route.public else [{name: []} for name in SCHEMES],
        "x-roles": list(route.roles),
        "x-rate-limits": counted(route),
    }
    if route.deprecated:
        described["deprecated"] = True
    if route.description:
        described["description"] = route.description
    if route.body is not None:
        described["requestBody"] = {
            "required": any(field.required for field in route.body.fields.values()),
            "content": media(route),
        }
    return described


def media(route: Route) -> dict[str, Any]:
    """How a body may be sent."""
    assert route.body
    kinds = (JSON, MERGE_PATCH) if route.method == "PATCH" else (JSON,)
    if takes_files(route.body):
        kinds = (MULTIPART,)
    return {kind: {"schema": route.body} | example_of(route.body) for kind in kinds}


def parameters(route: Route) -> list[Any]:
    ids = [
        {"in": "path", "name": name, "required": True, "schema": word(route, name)}
        for name in re.findall(r"<(\w+)>", route.path)
    ]
    return [*ids, {"in": "query", "schema": route.query}, *header_parameters(route)]


def word(route: Route, name: str) -> dict[str, Any]:
    if words := route.words.get(name):
        return {"type": "string", "enum": list(words)}
    return {"type": "string", "pattern": f"^{IN_PATHS.get(name, ID.pattern)}$"}
