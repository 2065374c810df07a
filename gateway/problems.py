"""Problem documents (RFC 9457): one table from refusals to statuses, and no internals ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.conditions import Unconditional
from gateway.tokens import Unauthorised
from kernel.refusal import (
    Forbidden,
    Indeterminate,
    Invalid,
    NotFound,
    Refusal,
    Rejected,
    Reused,
    Stale,
    Unavailable,
)
from kernel.web import MethodNotAllowed, TooLarge, TooSlow

TYPES = "https://guanxi.example/problems/"
MEDIA_TYPE = "application/problem+json"


class UnsupportedMedia(Refusal):
    """The body is of a kind that we do not read."""


class TooMany(Refusal):
    """More than are let through; `retry_after` says when to come back."""


@dataclass(frozen=True)
class Kind:
    status: int
    advice: str  # the detail, where whoever refused gave none


KINDS: Mapping[type[Exception], Kind] = {
    Invalid: Kind(400, "Please correct the fields named under `errors` and send it again."),
    Unauthorised: Kind(401, "Please sign in and send the token with the request."),
    Forbidden: Kind(403, "Your role may not do this. Please ask a manager to do it for you."),
    NotFound: Kind(404, "There is nothing under this id that you may see. Please check the id."),
    MethodNotAllowed: Kind(405, "Please use one of the methods named under `allowed`."),
    TooSlow: Kind(408, "The request did not arrive in time. Please send it again."),
    Rejected: Kind(409, "The rules do not allow this now. Please look at the present state first."),
    Stale: Kind(412, "It has changed since you read it. Please read it again, then decide."),
    TooLarge: Kind(413, "The body is too large. Please send it in smaller parts."),
    UnsupportedMedia: Kind(415, "Please send JSON with `Content-Type: application/json`."),
    Unconditional: Kind(428, "Please read it, and send its ETag as `If-Match`."),
    Reused: Kind(422, "This Idempotency-Key belongs to another request. Please use a new one."),
    TooMany: Kind(429, "Please wait as long as `Retry-After` says, then try again."),
    Unavailable: Kind(503, "Nothing was done. Please ask again in a moment."),
    Indeterminate: Kind(504, "It took too long and may yet be done. Please send the very same "
                        "request again, with the same Idempotency-Key."),
}  # fmt: skip
DEFECT = Kind(500, "This is our fault, not yours. Please try again; if it stays, tell your "
              "administrator the `trace_id`.")  # fmt: skip


@dataclass(frozen=True)
class Problem:
    status: int
    document: dict[str, Any]
    headers: dict[str, str]


def problem(error: Exception, request_id: str) -> Problem:
    """What a client is told; an error that is no refusal says nothing about itself."""
    if not isinstance(error, Refusal):
        document = describe("internal", DEFECT, "", request_id)
        return Problem(DEFECT.status, document, {})
    kind = KINDS.get(type(error), KINDS[Rejected])
    document = error.fields | describe(error.slug, kind, error.detail, request_id)
    if isinstance(error, Reused):
        document = {"errors": [{"field": "Idempotency-Key", "message": kind.advice}]} | document
    return Problem(kind.status, document, headers(kind.status, error))


def describe(slug: str, kind: Kind, detail: str, request_id: str) -> dict[str, Any]:
    return {
        "type": TYPES + slug,
        "title": slug.replace("-", " ").capitalize(),
        "status": kind.status,
        "detail": detail or kind.advice,
        "instance": f"urn:guanxi:request:{request_id}",
        "trace_id": request_id,
    }


def headers(status: int, refusal: Refusal) -> dict[str, str]:
    """Those that belong to the status."""
    if status == 401:
        return {"WWW-Authenticate": challenge(refusal)}
    if status == 405:
        return {"Allow": ", ".join(refusal.fields.get("allowed", ()))}
    if status in (429, 503, 504):
        return {"Retry-After": str(refusal.fields.get("retry_after", 1))}
    return {}


def challenge(refusal: Refusal) -> str:
    """RFC 6750: a request without any token gets no error code."""
    if refusal.slug == "token-missing":
        return 'Bearer realm="guanxi"'
    return f'Bearer realm="guanxi", error="invalid_token", error_description="{refusal.slug}"'
