"""API5, broken function level authorisation: every route, asked by whoever may not call it.

That the declared roles are the agreed ones is said in tests/unit/gateway/routes.txt; what a
program may not do though its role may, is in tests/e2e/test_api_keys.py.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, slug
from tests.e2e.owasp.company import Company
from tests.e2e.owasp.operations import Operation

ROLES = ("sales", "manager", "admin")
FEED = "/v1/events"
Refused = Callable[[Operation], bool]


@pytest.fixture(scope="module")
def callers(system, company: Company) -> dict[str, Api]:
    """Who is not let in everywhere: by role, by what their key is for, and nobody at all."""

    def key(**how: Any) -> Api:
        body = {"name": f"k{uuid4().hex[:8]}", "role": "admin"} | how
        return Api(system.url, company.root.do("/v1/api-keys", body)["key"])

    read, feed = key(access="read"), key(access="feed", role="manager", events=["customer.*"])
    nobody = Api(system.url, None)
    return {"sales": company.stranger, "manager": company.boss, "reader": read, "feed": feed,
            "nobody": nobody}  # fmt: skip


WHO: dict[str, tuple[Refused, str]] = {
    "sales": (lambda one: "sales" not in one.roles, "role-not-allowed"),
    "manager": (lambda one: "manager" not in one.roles, "role-not-allowed"),
    "reader": (lambda one: one.method != "GET", "read-only"),
    "feed": (lambda one: one.path != FEED, "feed-only"),
    "nobody": (lambda one: True, "token-missing"),
}


@pytest.mark.parametrize("who", WHO)
def test_who_may_not_is_refused_before_anything_is_looked_at(company, callers, who):
    refused, why = WHO[who]
    operations = [one for one in company.spec.operations if not one.public and refused(one)]

    def told(one: Operation) -> str:
        answer = callers[who].session.request(
            one.method, callers[who].url + one.where({}), timeout=30
        )
        return slug(answer) if answer.status_code in (401, 403) else str(answer.status_code)

    with ThreadPoolExecutor(4) as pool:
        answers = dict(
            zip((one.name for one in operations), pool.map(told, operations), strict=True)
        )
    by_role = {"feed": {"role-not-allowed", why}}.get(who, {why})
    assert {name: found for name, found in answers.items() if found not in by_role} == {}
    assert len(answers) > 5


def test_every_route_says_who_may_call_it(company):
    for one in company.spec.operations:
        assert one.public or (one.roles and set(one.roles) <= set(ROLES)), one.name


@pytest.mark.parametrize(
    "header", ["X-HTTP-Method-Override", "X-Method-Override", "X-User", "X-Role"]
)
def test_no_header_makes_more_of_a_request_than_it_is(company, header):
    answer = company.stranger.session.get(
        f"{company.stranger.url}/v1/status", headers={header: "admin"}, timeout=30
    )
    assert (answer.status_code, slug(answer)) == (403, "role-not-allowed")
