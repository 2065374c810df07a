"""How routes are declared: `@get`, `@post` and the like over the methods of the gateway."""

from collections.abc import Callable, Mapping
from inspect import getdoc, getmembers, isfunction
from typing import Any, TypedDict

from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR as ENTRYPOINTS

from gateway.answers import Answer, Receipted
from gateway.deprecation import Deprecated
from gateway.entrypoint import HttpRoute
from gateway.queries import Reading
from gateway.routes import Route
from gateway.shape import Query, Shape
from kernel.nameko import Feed

SECONDS = 5.0  # that a client waits at most, whatever its request needs behind us
INSIDE = frozenset(name for name in vars(Feed) if not name.startswith("_"))  # asked by services

Handler = Callable[..., Any]


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
    deprecated: Deprecated | None = None,
) -> Callable[[Handler], Handler]:
    """A command; with `conditional` it compares If-Match and must pass on `asked.expected`."""

    return command("POST", path, roles, body, answer, conditional, seconds, deprecated)


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


def delete(
    path: str, *, roles: tuple[str, ...], conditional: bool = False
) -> Callable[[Handler], Handler]:
    """A command that ends what lies under the path; what happened to it stays."""
    return command("DELETE", path, roles, Nothing, Receipted(), conditional)


def command(
    verb: str,
    path: str,
    roles: tuple[str, ...],
    body: type[Shape],
    answer: Answer,
    conditional: bool,
    seconds: float = SECONDS,
    deprecated: Deprecated | None = None,
) -> Callable[[Handler], Handler]:
    def declare(method: Handler) -> Handler:
        route = Route(
            method=verb, path=path, roles=roles, answer=answer, body=body(), query=Query(),
            conditional=conditional, seconds=seconds, deprecated=deprecated, **told(method),
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
    takes_away: bool = False,
    deprecated: Deprecated | None = None,
) -> Callable[[Handler], Handler]:
    """A question; it changes nothing. What `takes_away` whole lists is for who may export."""

    def declare(method: Handler) -> Handler:
        route = Route(
            method="GET", path=path, roles=roles, answer=answer, query=query(), words=words or {},
            seconds=seconds, takes_away=takes_away, deprecated=deprecated, **told(method),
        )  # fmt: skip
        return declared(route, method)

    return declare


class Told(TypedDict):
    summary: str
    description: str


def told(method: Handler) -> Told:
    """What an operation is for, in one line; and what more a newcomer has to know."""
    summary, _, more = (getdoc(method) or "").partition("\n\n")
    return {"summary": summary, "description": more}


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
