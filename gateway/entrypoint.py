"""The entrypoint: a request in through what its route declares, its answer or a problem out."""

from time import monotonic
from typing import Any

import structlog
from werkzeug import Request, Response

from gateway.callers import Admit, Callers, as_told
from gateway.colleagues import Company, nobody
from gateway.cursors import given_out
from gateway.deprecation import announced
from gateway.headers import Identify, request_id
from gateway.metering import TOLD, limits, meter
from gateway.multipart import takes_files
from gateway.preferences import applied
from gateway.problems import problem
from gateway.reading import read
from gateway.responses import problem_response, secured
from gateway.routes import Route
from gateway.tokens import verify
from kernel.nameko import HttpEntrypoint
from kernel.refusal import Indeterminate, Unavailable

WATCHED = frozenset({401, 403, 429, 500, 503, 504})  # what an operator wants to find in the logs
ID = "guanxi.request_id"

logger = structlog.get_logger(__name__)


class HttpRoute(HttpEntrypoint):
    """Makes a method of the gateway answer a path. The method gets `Asked` and the path's ids."""

    def __init__(self, route: Route) -> None:
        super().__init__(route.method, route.path)
        self.route = route
        self.streams = route.body is not None and takes_files(route.body)

    def setup(self) -> None:
        super().setup()
        found = (one for one in self.container.dependencies if isinstance(one, Callers))
        known = next(found, None)
        self._admit: Admit = known.admit if known else as_told
        self._company: Company = known.company if known else nobody
        self._program: Identify = known.programs.caller if known else verify
        self._count = meter(self.route, limits())

    def _respond(self, request: Any) -> Response:
        id = id_of(request)
        asked = read(
            self.route, request, request.path_values, id, self._admit, self._company,
            self._program, self._count,
        )  # fmt: skip
        known = {"context": asked.context, "deadline": monotonic() + self.route.seconds}
        result = self._run((asked,), asked.ids, known)
        response = self.route.answer.respond(asked, given_out(self.route, asked, result))
        response = applied(self.route, asked.preferences, response)
        return self._sent(response, id, request)

    def refuse(self, error: Exception, request: Request) -> Response:
        """The server calls it too, for what reaches no route."""
        id = id_of(request)
        if isinstance(error, Indeterminate) and request.method in ("GET", "HEAD"):
            error = Unavailable("too-slow", "It took too long to read. Please ask again.")
        made = problem(error, id)
        if made.status in WATCHED:
            kind = made.document["type"].rpartition("/")[2]  # the path itself may hold a secret
            logger.info("refused", status=made.status, kind=kind, path=self.route.path, request=id)
        return self._sent(problem_response(made), id, request)

    def _sent(self, response: Response, id: str, request: Request) -> Response:
        """With the headers of this route and of who asks; what has reached no route gets none."""
        told: dict[str, str] | None = request.environ.get(TOLD)
        if told is not None:
            response = announced(self.route, response)
        return secured(response, id, told or {})


def id_of(request: Request) -> str:
    """One per request, however often it is asked for."""
    known: str = request.environ.setdefault(ID, request_id(request.headers))
    return known
