"""An HTTP route as an entrypoint, on a web server that keeps bad requests away from the workers.

A gateway subclasses `HttpEntrypoint` and overrides `context_data`, `get_entrypoint_parameters`,
`response_from_result` and `refuse`. Everything that goes wrong ends in `refuse(error, request)`:
refusals (those of `kernel.web` included), RemoteFailure, and defects.
"""

from functools import partial
from time import monotonic, perf_counter
from typing import Any

import orjson
import structlog
from eventlet.event import Event
from nameko.web.handlers import HttpRequestHandler
from werkzeug import Request, Response

from kernel import metrics
from kernel.context import Context
from kernel.ids import identified
from kernel.nameko.web_server import Web
from kernel.refusal import Indeterminate, Refusal, Unavailable
from kernel.rpc_message import RemoteFailure
from kernel.web import document, headers

SECONDS = 10.0
PROBLEM = "application/problem+json"

logger = structlog.get_logger(__name__)


class HttpEntrypoint(HttpRequestHandler):
    server = Web()
    streams = False  # it reads the body itself, once it knows whose it is
    expected: tuple[type[Exception], ...] = (Refusal, RemoteFailure)

    def __init__(self, method: str, url: str, **options: Any) -> None:
        options.setdefault("expected_exceptions", self.expected)
        super().__init__(method, url, **options)

    def context_data(self, request: Request) -> dict[str, Any]:
        """What the worker knows of its request: at least `context` and a monotonic `deadline`."""
        return {"context": identified(Context()), "deadline": monotonic() + SECONDS}

    def refuse(self, error: Exception, request: Request) -> Response:
        body = orjson.dumps(document(error), default=str)
        status = document(error)["status"]
        return Response(body, status, headers(error), content_type=PROBLEM)

    def handle_request(self, request: Request) -> Response:
        started = perf_counter()
        try:
            response = self._respond(request)
        except Exception as error:
            if not isinstance(error, self.expected):
                logger.exception("a request failed", method=self.method, route=self.url)
            response = self.refuse(error, request)
        seconds = perf_counter() - started
        metrics.HTTP.labels(request.method, self.url, response.status_code).observe(seconds)
        return response

    def _respond(self, request: Request) -> Response:
        request.shallow = False
        data = self.context_data(request)
        args, kwargs = self.get_entrypoint_parameters(request)
        response: Response = self.response_from_result(self._run(args, kwargs, data))
        return response

    def _run(self, args: Any, kwargs: Any, data: dict[str, Any]) -> Any:
        if not self.container.has_room():
            raise Unavailable("overloaded", "too many requests at once", retry_after=1)
        event = Event()
        settle = partial(self.handle_result, event)
        self.container.spawn_worker(self, args, kwargs, context_data=data, handle_result=settle)
        return settled(event, max(data["deadline"] - monotonic(), 0.001))


def settled(event: Any, seconds: float) -> Any:
    """What the worker made of it; it may have come after the wait and before the look."""
    event.wait(seconds)
    if not event.ready():
        raise Indeterminate("no-answer", "it took too long", retry_after=1)
    return event.wait()
