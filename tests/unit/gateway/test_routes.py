import re
from datetime import UTC, datetime
from inspect import signature
from pathlib import Path

import pytest

from gateway.answers import Record
from gateway.http import delete, get, patch, post, put, routes
from gateway.me import Me
from gateway.routes import ANYBODY, table
from gateway.service import ROUTES, Gateway
from gateway.shape import Shape
from gateway.tokens import ROLES, Caller, Unauthorised
from kernel.nameko import HttpEntrypoint
from kernel.refusal import Forbidden
from tests.unit.gateway.requests import question

# A line that changes there changes what somebody is allowed to do.
TABLE = Path(__file__).with_name("routes.txt")


def test_who_may_call_what_is_as_agreed():
    assert table(ROUTES) == TABLE.read_text().splitlines()


@pytest.mark.parametrize("roles", [(), ("root",), ("sales", "root"), ("sales", *ANYBODY)])
def test_a_route_that_does_not_say_who_may_call_it_does_not_start(roles):
    with pytest.raises(TypeError, match="must declare roles"):
        question(roles=roles)


@pytest.mark.parametrize("declare", [get, post, put, patch, delete])
def test_roles_are_not_optional(declare):
    """The program ends while it is read: no process with such a route gets as far as a port."""
    told = {"answer": Record(Me)} if declare is get else {"body": Shape}
    known = signature(declare).parameters
    with pytest.raises(TypeError, match="roles"):
        declare("/v1/me", **{name: value for name, value in told.items() if name in known})


def test_an_entrypoint_beside_the_declarations_does_not_start():
    class Sneaky(Gateway):
        @HttpEntrypoint.decorator("GET", "/v1/sneaky")
        def sneaky(self, request):
            return "hello"

    with pytest.raises(TypeError, match="sneaky must be declared by get or post"):
        routes(Sneaky)


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_tells_what_it_does_in_a_line(name):
    assert re.fullmatch(r"[^\n]{10,100}", ROUTES[name].summary)


@pytest.mark.parametrize("name", ROUTES)
def test_every_id_of_a_path_is_an_argument_of_the_method(name):
    parameters = signature(getattr(Gateway, name)).parameters

    assert tuple(parameters) == ("self", "asked", *re.findall(r"<(\w+)>", ROUTES[name].path))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ROUTES)
def test_a_route_admits_whom_it_names_and_nobody_else(name, role):
    route = ROUTES[name]
    caller = Caller("ann", role, datetime.now(UTC), exports=True)

    if route.public or role in route.roles:
        route.admit(caller)
    else:
        with pytest.raises(Forbidden):
            route.admit(caller)


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route.takes_away])
def test_whole_lists_are_for_who_has_the_right_to_take_them_away(name):
    with pytest.raises(Forbidden) as refused:
        ROUTES[name].admit(Caller("ann", "admin", datetime.now(UTC)))
    assert refused.value.slug == "export-not-allowed"


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if not route.public])
def test_nobody_is_admitted_without_a_token(name):
    with pytest.raises(Unauthorised):
        ROUTES[name].admit(None)
