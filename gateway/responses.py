"""What every response carries, and how a problem document becomes one."""

import json
from collections.abc import Mapping

from werkzeug import Response

from gateway.problems import MEDIA_TYPE, Problem
from kernel.web import SECURE


def problem_response(problem: Problem) -> Response:
    """ASCII only: a problem may repeat anything that somebody sent."""
    body = json.dumps(problem.document, separators=(",", ":"), default=str)
    return Response(body, problem.status, problem.headers, content_type=MEDIA_TYPE)


def secured(response: Response, request_id: str, more: Mapping[str, str]) -> Response:
    for name, value in SECURE.items():
        response.headers.setdefault(name, value)
    response.headers.update(more)
    response.headers["X-Request-Id"] = request_id
    return response
