"""API9, improper inventory management: what is served is what is described, and nothing else."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.api import Api, slug

OPERATORS = {"/livez", "/readyz", "/metrics"}  # of no concern to clients: deploy/README.md
FORMER = ("older name", "deprecated", "instead of this")


def test_each_path_serves_the_methods_that_are_described_and_no_other(company):
    """By the system's own word: of each path it is asked by a method that there is not."""
    paths = company.spec.document["paths"]

    def allowed(path: str) -> set[str]:
        where = path.replace("{", "").replace("}", "")
        answer = company.root.session.request("BREW", company.root.url + where, timeout=30)
        assert (answer.status_code, slug(answer)) == (405, "method-not-allowed"), path
        return set(answer.headers["Allow"].split(", ")) - {"HEAD"}

    with ThreadPoolExecutor(4) as pool:
        served = dict(zip(paths, pool.map(allowed, paths), strict=True))
    described = {path: {method.upper() for method in told} for path, told in paths.items()}
    beside = {path: served[path] - told for path, told in described.items()}
    # A word of a path may be another path's id: /v1/customers/check, /v1/customers/{customer_id}.
    assert {path: more for path, more in beside.items() if more and "{" not in path
            and path.rpartition("/")[0] + "/{" not in str(list(paths))} == {}  # fmt: skip
    assert {path: told - served[path] for path, told in described.items()} == {
        path: set() for path in described
    }


@pytest.mark.parametrize(
    "path",
    ["/", "/v1", "/v2/customers", "/v0/customers", "/api", "/admin", "/debug", "/console", "/test",
     "/swagger.json", "/graphql", "/actuator", "/health", "/status", "/v1/internal", "/v1/users",
     "/v1/customers/", "/V1/customers", "/v1/debug", "/rpc", "/v1/sql", "/_profiler"],
)  # fmt: skip
def test_nothing_is_served_that_is_not_described(company, path):
    answer = company.root.get(path)
    assert (answer.status_code, slug(answer)) == (404, "no-such-route")


def test_every_route_of_the_code_is_described(company):
    """Not by the table that describes them: by the server's own map, through its names."""
    from gateway.openapi import route_path
    from gateway.service import ROUTES

    served = {(route.method, route_path(route)) for route in ROUTES.values()}
    assert served == {(one.method, one.path) for one in company.spec.operations}


def test_what_operators_ask_is_there_and_changes_nothing(system):
    anybody = Api(system.url, None)
    for path in OPERATORS:
        assert anybody.get(path).status_code == 200
        assert path not in str(anybody.read("/openapi.json")["paths"].keys())


def test_what_has_a_better_name_says_so(company):
    """To programs as well, in the document and with every answer."""
    former = [one for one in company.spec.operations
              if any(word in str(one.told).lower() for word in FORMER)]  # fmt: skip
    assert {one.name for one in former} == {"open_session", "download_follow_ups"}
    for one in company.spec.operations:
        assert one.told.get("deprecated", False) == (one in former)
    answer = Api(company.root.url, None).post("/v1/sessions", {"login": "nobody"})
    assert answer.headers["Deprecation"].startswith("@")
    assert answer.headers["Link"] == '</v1/sign-in>; rel="successor-version"'
