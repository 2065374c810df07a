"""What the headers of a request say; a malformed one is refused by its name."""

import re
from collections.abc import Callable
from uuid import uuid4

from werkzeug import Request
from werkzeug.datastructures import Headers

from gateway.programs import PREFIX
from gateway.queries import POSITION
from gateway.tokens import Caller, Unauthorised, verify
from kernel.refusal import Invalid
from kernel.settings import setting

REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")
ETAG = re.compile(r'"(\d{1,15})(\.[0-9a-f]{1,64})?"', re.ASCII)  # that of a reading says more
EVENT = re.compile(r"[\x21-\x7e]{1,200}")
LAST_EVENT = "Last-Event-ID"
BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/=-]+)", re.IGNORECASE)

Identify = Callable[[str], Caller]


def request_id(headers: Headers) -> str:
    """The caller's own, so that he finds it again; one of ours when his cannot be kept."""
    given = headers.get("X-Request-Id", "")
    return given if REQUEST_ID.fullmatch(given) else str(uuid4())


def traceparent(headers: Headers) -> str:
    given = headers.get("Traceparent", "")
    return given if TRACEPARENT.fullmatch(given) else ""


def address(request: Request) -> str:
    """Where a request comes from; behind GUANXI_PROXIES proxies, as the first of them has seen."""
    proxies = int(setting("GUANXI_PROXIES", "0"))
    route = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < proxies <= len(route) and route[-proxies]:
        return route[-proxies][:100]
    return request.remote_addr or ""


def caller(headers: Headers, program: Identify = verify) -> Caller | None:
    """Who calls; None without a token, Unauthorised with a bad one. `program` knows API keys."""
    given = headers.get("Authorization")
    if given is None:
        return None
    if not (match := BEARER.fullmatch(given.strip())):
        raise Unauthorised("token-invalid", "Please send `Authorization: Bearer <token>`.")
    return (program if match[1].startswith(PREFIX) else verify)(match[1])


def idempotency_key(headers: Headers) -> str | None:
    given = headers.get("Idempotency-Key")
    if given is None or KEY.fullmatch(given):
        return given
    raise malformed("Idempotency-Key", "Please send 1 to 255 printable ASCII characters.")


def expected_version(headers: Headers) -> int | None:
    """The version that the client has read; None when it does not matter."""
    given = headers.get("If-Match")
    if given is None or given == "*":
        return None
    if match := ETAG.fullmatch(given):
        return int(match[1])
    raise malformed("If-Match", 'Please send one ETag as you got it, with its quotes: "3".')


def read_after(headers: Headers) -> list[str]:
    given = headers.get("X-Read-After")
    if given is None:
        return []
    positions = [part.strip() for part in given.split(",")]
    if len(positions) <= 10 and all(POSITION.fullmatch(position) for position in positions):
        return positions
    raise malformed(
        "X-Read-After", "Please send `position` of a receipt as you got it, such as customer:1041."
    )


def last_event(headers: Headers) -> str | None:
    """The event that a listener heard last; it says so when it comes back."""
    given = headers.get(LAST_EVENT)
    if given in (None, ""):
        return None
    if EVENT.fullmatch(given or ""):
        return given
    raise no_event()


def no_event(field: str = LAST_EVENT) -> Invalid:
    return malformed(field, "Please send the `id` of an event as you got it.")


def malformed(header: str, message: str) -> Invalid:
    return Invalid("malformed-header", message, errors=[{"field": header, "message": message}])
