"""The entrypoint: a request in through what its route declares, its answer or a problem out."""

from collections.abc import Callable, Mapping
from inspect import getdoc, getmembers, isfunction
from time import monotonic
from typing import Any

import structlog
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR as ENTRYPOINTS
from werkzeug import Request, Response

from gateway.answers import Answer, Receipted
from gateway.callers import Admit, Callers, as_told
from gateway.headers import request_id
from gateway.multipart import takes_files
from gateway.problems import problem
from gateway.queries import Reading
from gateway.reading import read
from gateway.responses import problem_response, secured
from gateway.routes import Route
from gateway.shape import Query, Shape
from kernel.nameko import Feed, HttpEntrypoint
from kernel.refusal import Indeterminate, Unavailable

SECONDS = 5.0  # that a client waits at most, whatever its request needs behind us
WATCHED = frozenset({401, 403, 500, 503, 504})  # what an operator wants to find in the logs
ID = "guanxi.request_id"
INSIDE = frozenset(name for name in vars(Feed) if not name.startswith("_"))  # asked by services

Handler = Callable[..., Any]

logger = structlog.get_logger(__name__)


class HttpRoute(HttpEntrypoint):
    """Makes a method of the gateway answer a path. The method gets `Asked` and the path's ids."""

    def __init__(self, route: Route) -> None:
        super().__init__(route.method, route.path)
        self.route = route
        self.streams = route.body is not None and takes_files(route.body)

    def setup(self) -> None:
        super().setup()
        known = (found for found in self.container.dependencies if isinstance(found, Callers))
        self._admit: Admit = next((found.admit for found in known), as_told)

    def _respond(self, request: Any) -> Response:
        id = id_of(request)
        asked = read(self.route, request, request.path_values, id, self._admit)
        known = {"context": asked.context, "deadline": monotonic() + self.route.seconds}
        result = self._run((asked,), asked.ids, known)
        return secured(self.route.answer.respond(asked, result), id)

    def refuse(self, error: Exception, request: Request) -> Response:
        """The server calls it too, for what reaches no route."""
        id = id_of(request)
        if isinstance(error, Indeterminate) and request.method in ("GET", "HEAD"):
            error = Unavailable("too-slow", "It took too long to read. Please ask again.")
        made = problem(error, id)
        if made.status in WATCHED:
            kind = made.document["type"].rpartition("/")[2]
            logger.info("refused", status=made.status, kind=kind, path=request.path, request=id)
        return secured(problem_response(made), id)


def id_of(request: Request) -> str:
    """One per request, however often it is asked for."""
    known: str = request.environ.setdefault(ID, request_id(request.headers))
    return known


class Nothing(Shape):
    """A command that needs no words."""


def post(
    path: str,
    *,
    roles: tuple[str, ...],
    body: type[Shape] = Nothing,
    answer: Answer = Receipted(),  # noqa: B008  (it is frozen)
    conditional: bool = False,
    seconds: float = SECONDS,
) -> Callable[[Handler], Handler]:
    """A command; with `conditional` it compares If-Match and must pass on `asked.expected`."""

    return command("POST", path, roles, body, answer, conditional, seconds)


def patch(
    path: str,
    *,
    roles: tuple[str, ...],
    body: type[Shape],
    answer: Answer = Receipted(),  # noqa: B008  (it is frozen)
    conditional: bool = False,
) -> Callable[[Handler], Handler]:
    """A command that changes only what its body mentions (RFC 7396)."""
    return command("PATCH", path, roles, body, answer, conditional)


def put(
    path: str,
    *,
    roles: tuple[str, ...],
    body: type[Shape],
    answer: Answer = Receipted(),  # noqa: B008  (it is frozen)
    conditional: bool = False,
) -> Callable[[Handler], Handler]:
    """A command that says all of it: what its body leaves out is not so."""
    return command("PUT", path, roles, body, answer, conditional)


def command(
    verb: str,
    path: str,
    roles: tuple[str, ...],
    body: type[Shape],
    answer: Answer,
    conditional: bool,
    seconds: float = SECONDS,
) -> Callable[[Handler], Handler]:
    def declare(method: Handler) -> Handler:
        route = Route(
            method=verb, path=path, roles=roles, summary=getdoc(method) or "", answer=answer,
            body=body(), query=Query(), conditional=conditional,
            seconds=seconds,
        )  # fmt: skip
        return declared(route, method)

    return declare


def get(
    path: str,
    *,
    roles: tuple[str, ...],
    answer: Answer,
    query: type[Query] = Reading,
    words: Mapping[str, tuple[str, ...]] | None = None,
    seconds: float = SECONDS,
) -> Callable[[Handler], Handler]:
    """A question; it changes nothing."""

    def declare(method: Handler) -> Handler:
        route = Route(
            method="GET", path=path, roles=roles, summary=getdoc(method) or "", answer=answer,
            query=query(), words=words or {}, seconds=seconds,
        )  # fmt: skip
        return declared(route, method)

    return declare


def declared(route: Route, method: Handler) -> Handler:
    HttpRoute.decorator(route)(method)
    return method


def routes(gateway: type) -> dict[str, Route]:
    """The routes by the name of their method; TypeError for an entrypoint that is none."""
    found = {}
    for name, method in getmembers(gateway, isfunction):
        for entrypoint in getattr(method, ENTRYPOINTS, ()):
            if isinstance(entrypoint, HttpRoute):
                found[name] = entrypoint.route
            elif name not in INSIDE:
                raise TypeError(f"{name} must be declared by get or post, with its roles")
    return found
