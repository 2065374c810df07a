"""By which limits a request is counted: who sends it, and how dear its route is."""

from collections.abc import Sequence
from functools import cache

from werkzeug import Request

from gateway.answers import JSON
from gateway.attempts import network
from gateway.event_stream import MEDIA_TYPE as EVENT_STREAM
from gateway.headers import address
from gateway.limits import Limits, Standing, headers, policies
from gateway.multipart import takes_files
from gateway.problems import TooMany
from gateway.reading import Count
from gateway.routes import Route
from gateway.secret import SecretText
from gateway.tokens import Caller

TOLD = "guanxi.rate_limits"  # where the headers of the answer wait for it
ANSWERED = ("/v1/queries", "/v1/reports")
IMPORTED = ("/v1/opportunities/load",)
CHECKED = ("/v1/customers/check",)
ADVICE = {
    "addresses": "Please sign in: whoever says who they are is counted apart.",
    "checks": "Many customers are compared by `POST /v1/imports` with `dry_run`.",
    "queries": "Please keep an answer for a while instead of asking again.",
    "exports": "Please keep a file for a while instead of fetching it again.",
    "imports": "Please send larger files; each holds a million rows.",
}
MANY = "Many rows go into one request: `POST /v1/imports`, or the batches that take `ids`."


@cache
def limits() -> Limits:
    """Those of this process, whose answers say what is left."""
    return Limits(policies())


def names(route: Route, caller: Caller | None) -> Sequence[str]:
    if has_rules_of_its_own(route):
        return ()
    if caller is None:
        return ("addresses",)
    whole = "people" if caller.session else "programs"
    return (whole, *dear(route))


def has_rules_of_its_own(route: Route) -> bool:
    """Who signs in waits longer after each wrong password (gateway/attempts.py)."""
    body = route.body.fields.values() if route.public and route.body else ()
    return any(isinstance(field, SecretText) for field in body)


def dear(route: Route) -> tuple[str, ...]:
    """What costs more than its share is counted a second time."""
    if route.path in CHECKED:
        return ("checks",)
    if route.path in IMPORTED or (route.body and takes_files(route.body)):
        return ("imports",)
    if route.answer.media_type not in (JSON, EVENT_STREAM) and not route.public:
        return ("exports",)
    asked = route.path.startswith(ANSWERED) and not manages(route)
    return ("queries",) if asked or route.path.endswith("/simulate") else ()


def manages(route: Route) -> bool:
    """A saved question is kept, shared or listed like anything else."""
    kept = (route.method, route.path) in (("GET", "/v1/queries"), ("GET", "/v1/queries/<query_id>"))
    return kept or route.method in ("PUT", "DELETE") or route.path.endswith(("/share", "/facts"))


def principal(request: Request, caller: Caller | None) -> str:
    """Nobody can send under the name of another: an address begins otherwise than a login."""
    return f"by {caller.user}" if caller else f"from {network(address(request))}"


def meter(route: Route, counted: Limits) -> Count:
    """Raises TooMany; also then the answer tells how matters stand."""

    def count(request: Request, caller: Caller | None) -> None:
        standings = counted.take(names(route, caller), principal(request, caller))
        request.environ[TOLD] = headers(standings)
        for one in standings:
            if one.over:
                raise too_many(one)

    return count


def too_many(standing: Standing) -> TooMany:
    policy, wait = standing.policy, standing.seconds
    detail = (
        f"You have sent {policy.quota} requests within {policy.seconds} s, which is all that "
        f"{policy.name!r} allows. Please wait {wait} s. {ADVICE.get(policy.name, MANY)}"
    )
    return TooMany(
        "quota-exceeded", detail, retry_after=wait, policy=policy.name,
        quota=policy.quota, seconds=policy.seconds,
    )  # fmt: skip
