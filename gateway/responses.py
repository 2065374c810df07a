"""What every response carries, and how a problem document becomes one."""

import json

from werkzeug import Response

from gateway.problems import MEDIA_TYPE, Problem

SECURE = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def problem_response(problem: Problem) -> Response:
    """ASCII only: a problem may repeat anything that somebody sent."""
    body = json.dumps(problem.document, separators=(",", ":"), default=str)
    return Response(body, problem.status, problem.headers, content_type=MEDIA_TYPE)


def secured(response: Response, request_id: str) -> Response:
    for name, value in SECURE.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = request_id
    return response
