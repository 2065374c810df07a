"""What the headers of a route say, both ways, and which statuses it answers with."""

from http import HTTPStatus
from typing import Any

from gateway.event_stream import MEDIA_TYPE as EVENT_STREAM
from gateway.headers import ETAG
from gateway.preferences import may_be_minimal
from gateway.queries import POSITION, reads_after
from gateway.routes import Route
from gateway.secret import SecretText

READ_AFTER = "X-Read-After"
POSITIONS = rf"^\s*{POSITION.pattern}(?:\s*,\s*{POSITION.pattern}){{0,9}}\s*$"
NAMING = frozenset({"team", "person", "holder", "room", "pipeline"})  # in a query, by an id
WAS = "was"  # of a body: what it compares, as If-Match compares versions
Told = dict[str, tuple[str, str | None]]  # what it is for, and its pattern


def header_parameters(route: Route) -> list[Any]:
    found = {**of_commands(route), **of_readings(route)}
    return [
        {"in": "header", "name": name, "description": text,
         "schema": {"type": "string"} | ({"pattern": pattern} if pattern else {})}
        for name, (text, pattern) in found.items()
    ]  # fmt: skip


def of_commands(route: Route) -> Told:
    found: Told = {}
    if route.method != "GET":
        found["Idempotency-Key"] = ("1 to 255 characters; the same key, path and body answer "
                                    "the same, another body is 422",
                                    "^[!-~]([ -~]{0,253}[!-~])?$")  # fmt: skip
    if route.conditional:
        found["If-Match"] = ("the ETag that you have read; refused when it is stale",
                             rf"^(?:\*|{ETAG.pattern})$")  # fmt: skip
    if may_be_minimal(route) or route.conditional:
        found["Prefer"] = ("return=minimal: of a receipt only headers; handling=strict: 428 "
                           "without If-Match (RFC 7240)", None)  # fmt: skip
    return found


def of_readings(route: Route) -> Told:
    found: Told = {}
    if reads_after(route.query) and not route.public:
        found[READ_AFTER] = ("positions to wait for, at most ten, with commas between", POSITIONS)
    if route.is_cached:
        found["If-None-Match"] = ("ETags that you have read: 304 when nothing has changed", None)
    if route.answer.media_type == EVENT_STREAM:
        found["Last-Event-ID"] = ("the last `id` that you have heard", r"^[!-~]{0,200}$")
    return found


def told_in_headers(route: Route) -> dict[str, str]:
    read = {"ETag": "What was read, for `If-None-Match`; of what is edited also for `If-Match`."}
    gone = {"Deprecation": "Since when to use another.", "Sunset": "When it may be gone."}
    found = {**route.answer.headers, **(read if route.is_cached else {})}
    return {**found, **(gone if route.deprecated else {})}


def without_body(route: Route) -> dict[str, Any]:
    found = {}
    if route.is_cached:
        found["304"] = {"description": "You have read it as it is."}
    if may_be_minimal(route) and route.answer.status == HTTPStatus.OK:
        found["204"] = {"description": "Done, and no body, as you preferred."}
    return found


def refusals(route: Route) -> list[int]:
    """What may go wrong here, by what the route declares."""
    found = {400, 413, 429, 500, 503} | ({404} if names_something(route) else set())
    found |= {414} if route.query.fields else set()
    found |= set() if route.public else {401, 403}
    return sorted(found | (set() if route.method == "GET" else of_writing(route)))


def of_writing(route: Route) -> set[int]:
    body = route.body.fields if route.body else {}
    found = {404, 408, 409, 415, 422, 504}
    if any(isinstance(one, SecretText) for one in body.values()):
        found |= {401, 403}
    if route.conditional:
        found |= {412, 428}
    return found | ({412} if WAS in body else set())


def names_something(route: Route) -> bool:
    """In its path or its query: what is not there, or not to be seen, is 404."""
    return "<" in route.path or not NAMING.isdisjoint(route.query.fields)
