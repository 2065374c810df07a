"""What an operation answers: as it should, otherwise, and with a problem."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from marshmallow import fields

from gateway.answers import JSON, Shown
from gateway.event_stream import MEDIA_TYPE as EVENT_STREAM
from gateway.metering import dear, has_rules_of_its_own
from gateway.openapi_headers import refusals, told_in_headers, without_body
from gateway.problems import MEDIA_TYPE
from gateway.routes import Route

LEFT = {
    "RateLimit-Policy": "What holds for you here: requests (`q`) within seconds (`w`).",
    "RateLimit": "What is left of it (`r`), and in how many seconds (`t`) it begins anew.",
}
LATER = {"Retry-After": "Seconds to wait."}
READ = {"description": "of every request but those that could not even be read"}


class ProblemError(Shown):
    field = fields.String(required=True)
    message = fields.String(required=True)


class Problem(Shown):
    type = fields.String(required=True, metadata={"format": "uri"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(metadata=READ)
    trace_id = fields.String(metadata=READ)
    errors = fields.List(fields.Nested(ProblemError))


def responses(route: Route, leads: Mapping[str, Any]) -> dict[str, Any]:
    answer = route.answer
    kinds = getattr(answer, "media_types", (answer.media_type,))  # by what the query asks for
    good = {
        "description": HTTPStatus(answer.status).phrase,
        "content": {kind: {"schema": answer.schema or unshaped(kind)} for kind in kinds},
        "headers": described(told_in_headers(route)) | left(route),
    } | ({"links": leads} if leads else {})
    problems = {
        str(status): {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": Problem}},
        }
        for status in refusals(route)
    }
    problems["429"]["headers"] = {"Retry-After": named("Retry-After"), **left(route)}
    return {str(answer.status): good, **otherwise(route), **without_body(route), **problems}


def unshaped(kind: str) -> dict[str, str]:
    """A document of somebody else's making, a stream, or text."""
    if kind == EVENT_STREAM:
        return {"description": "Server-sent events: `event`, `id`, and `data` as JSON."}
    return {"type": "object" if kind.endswith("json") else "string"}


def otherwise(route: Route) -> dict[str, Any]:
    """What an answer is instead where the body asks for it, by its status."""
    also: Mapping[int, type[Shown]] = getattr(route.answer, "also", {})
    return {
        str(status): {
            "description": HTTPStatus(status).phrase,
            "content": {JSON: {"schema": schema}},
            "headers": left(route),
        }
        for status, schema in also.items()
    }


def left(route: Route) -> dict[str, Any]:
    return {name: named(name) for name in LEFT} if counted(route) else {}


def named(header: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{header}"}


def described(headers: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()
    }


def counted(route: Route) -> list[str]:
    """The policies that count this; of people and programs, the one that calls."""
    if has_rules_of_its_own(route):
        return []
    return ["addresses"] if route.public else ["people", "programs", *dear(route)]
