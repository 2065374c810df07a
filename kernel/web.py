"""Refusals that only HTTP knows, and the plainest documents for them; a gateway has better ones."""

from typing import Any

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

MAX_BODY = 1 << 20
SECURE = {  # with every answer, whoever gives it
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class MethodNotAllowed(Refusal):
    """The path exists, with other methods; `allowed` names them."""


class TooLarge(Refusal):
    """The body is longer than we read."""


class TooSlow(Refusal):
    """The request did not arrive in time."""


STATUS: dict[type[Refusal], int] = {
    Invalid: 400,
    Forbidden: 403,
    NotFound: 404,
    MethodNotAllowed: 405,
    TooSlow: 408,
    Rejected: 409,
    Stale: 412,
    TooLarge: 413,
    Reused: 422,
    Unavailable: 503,
    Indeterminate: 504,
}


def document(error: Exception) -> dict[str, Any]:
    """A problem document. An error that is no refusal says nothing about itself."""
    if not isinstance(error, Refusal):
        return {"type": "about:blank", "status": 500, "title": "Internal error"}
    status = STATUS.get(type(error), 409)
    kept = error.fields | {"type": error.slug, "title": error.slug, "status": status}
    return kept | {"detail": error.detail}


def headers(error: Exception) -> dict[str, str]:
    """Those that belong to the status."""
    if isinstance(error, MethodNotAllowed):
        return {"Allow": ", ".join(error.fields.get("allowed", ()))}
    if isinstance(error, Unavailable | Indeterminate):
        return {"Retry-After": str(error.fields.get("retry_after", 1))}
    return {}
