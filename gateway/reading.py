"""From a raw request to what it asks: admitted first, then read, and refused in that order."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from werkzeug import Request

from gateway import headers
from gateway.asked import Asked
from gateway.colleagues import Company, nobody, require_known
from gateway.conditions import require_condition
from gateway.cursors import read_on
from gateway.fingerprints import canonical, digest
from gateway.multipart import read_form, takes_files
from gateway.preferences import is_strict, preferences
from gateway.problems import UnsupportedMedia
from gateway.routes import Route
from gateway.shape import Shape, load, load_query
from gateway.strict_json import read_json
from gateway.tokens import Caller, Unauthorised, verify, well_formed
from kernel.context import Context
from kernel.refusal import NotFound

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")

Count = Callable[[Request, Caller | None], None]


def uncounted(request: Request, caller: Caller | None) -> None:
    """Where there are no limits."""


def read(
    route: Route,
    request: Request,
    ids: Mapping[str, str],
    request_id: str,
    admit: Callable[[Caller], Caller] = lambda caller: caller,
    company: Company = nobody,
    program: headers.Identify = verify,
    count: Count = uncounted,
) -> Asked:
    """Raises a refusal; everything wrong with a body or a query is told at once.

    `admit` says what a caller is today, whatever the token says; `company`, who works here;
    `program`, whose an API key is; `count` raises when a caller has sent too much.
    """
    caller = known(route, request, admit, program, count)
    route.admit(caller)
    check_ids(ids)
    wanted = preferences(request.headers)
    expected = expected_version(route, request, is_strict(wanted))
    user = caller.user if caller else ""
    query = read_on(request.path, user, read_query(route, request))
    body = read_on(request.path, user, read_any(route.body, request)) if route.body else {}
    if route.body and caller:
        require_known(company, route.body, body, user)
    return Asked(
        context=context(route, request, caller, canonical(body, query), request_id),
        caller=caller,
        path=request.path,
        ids=ids,
        arguments=tuple(request.args.items(multi=True)),
        body=body,
        query=query,
        expected=expected,
        known=request.headers.get("If-None-Match", "") if route.method == "GET" else None,
        preferences=wanted,
        address=headers.address(request),
        heard=headers.last_event(request.headers),
    )


def known(
    route: Route, request: Request, admit: Callable[[Caller], Caller],
    program: headers.Identify, count: Count,
) -> Caller | None:  # fmt: skip
    """Who calls; whoever cannot show it is counted by where they are."""
    try:
        given = None if route.public else headers.caller(request.headers, program)
        caller = admit(given) if given else None
    except Unauthorised:
        count(request, None)
        raise
    count(request, caller)
    return caller


def check_ids(ids: Mapping[str, str]) -> None:
    """What could not be an id names nothing; it is not worth a question to a service."""
    for name, value in ids.items():
        if not (well_formed(value) if name == "person" else ID.fullmatch(value)):
            raise NotFound(what=name.removesuffix("_id"), id=value[:100])


def expected_version(route: Route, request: Request, strict: bool = False) -> int | None:
    expected = headers.expected_version(request.headers)
    if route.conditional:
        require_condition(request.headers.get("If-Match"), strict)
    if expected is not None and not route.conditional:
        raise headers.malformed(
            "If-Match", "This command compares no version. Please leave the header out."
        )
    return expected


def read_query(route: Route, request: Request) -> dict[str, Any]:
    query = load_query(route.query, request.args)
    if "after" in route.query.fields and (also := headers.read_after(request.headers)):
        query["after"] = [*query.get("after", []), *also]
    return query


def read_any(shape: Shape, request: Request) -> dict[str, Any]:
    return read_form(shape, request) if takes_files(shape) else read_body(shape, request)


def read_body(shape: Shape, request: Request) -> dict[str, Any]:
    """An empty body is an empty object, whatever it is called."""
    raw = request.get_data(cache=False)
    if not raw.strip():
        return load(shape, {})
    check_media(request)
    return load(shape, read_json(raw))


def kinds(method: str) -> tuple[str, ...]:
    return (JSON, MERGE_PATCH) if method == "PATCH" else (JSON,)


def check_media(request: Request) -> None:
    if request.mimetype not in kinds(request.method):
        raise UnsupportedMedia("unsupported-media-type", "", sent=request.mimetype[:100])
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMedia("unsupported-media-type", "Please send your JSON as UTF-8.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMedia("unsupported-encoding", "Please send your JSON uncompressed.")


def context(
    route: Route, request: Request, caller: Caller | None, said: str, request_id: str
) -> Context:
    """A key means one command of one person on one path; said again, it must be the same."""
    who = rights(caller) if caller else Context(actor="", role="")
    key = headers.idempotency_key(request.headers) if route.method != "GET" else None
    return replace(
        who,
        command_id=digest(who.actor, request.method, request.path, key) if key else str(uuid4()),
        fingerprint=digest(said),
        correlation_id=request_id,
        traceparent=headers.traceparent(request.headers),
    )


def rights(caller: Caller) -> Context:
    """On whose behalf something is asked, and what they may see."""
    return Context(
        actor=caller.user,
        role=caller.role,
        visibility=caller.visibility,
        team="\n".join(sorted(caller.team)),
    )
