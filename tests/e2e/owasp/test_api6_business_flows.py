"""API6, unrestricted access to sensitive business flows: a script gets no more than a person.

Races for a customer and for a quota: tests/contests. Reveals: tests/unit/customer/test_reveals.py.
"""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.e2e.api import Api, slug
from tests.e2e.owasp.company import Company

A_DAY = 3


@pytest.fixture
def pool(company: Company) -> str:
    id = f"script-{uuid4().hex[:8]}"
    company.root.do("/v1/pools", {"id": id, "name": "公海"})
    company.root.do(f"/v1/pools/{id}/members", {"members": [company.logins["stranger"]]})
    rule = {"name": "每天", "claims_per_day": A_DAY}
    company.root.do(f"/v1/pools/{id}/rules", {"rules": [rule]})
    return id


def lying(company: Company, pool: str, many: int) -> list[str]:
    def registered(number: int) -> str:
        known = {"name": f"Zs{uuid4().hex}", "pool": pool}
        return str(company.root.do("/v1/customers", known)["id"])

    with ThreadPoolExecutor(4) as at_once:
        return list(at_once.map(registered, range(many)))


def outcomes(api: Api, ids: list[str]) -> list[str]:
    """Of a batch, and of single claims all at once."""
    rows = api.post("/v1/customers/claim", {"ids": ids[:5]}).json()["items"]
    told = ["ok" if row["ok"] else row["problem"]["type"].rpartition("/")[2] for row in rows]

    def claim(id: str) -> str:
        answer = api.post(f"/v1/customers/{id}/claim")
        return "ok" if answer.status_code == 200 else slug(answer)

    with ThreadPoolExecutor(4) as pool:
        return told + list(pool.map(claim, ids[5:]))


def test_a_script_claims_no_more_in_a_day_than_a_person_may(company, pool):
    ids = lying(company, pool, 9)

    told = outcomes(company.stranger, ids)

    assert (told.count("ok"), told.count("claims-per-day")) == (A_DAY, 9 - A_DAY)
    taken = ids[told.index("ok")]
    company.stranger.do(f"/v1/customers/{taken}/release", {"reason": "x", "pool": pool})
    again = company.stranger.post(f"/v1/customers/{ids[-1]}/claim")
    assert (again.status_code, slug(again)) == (409, "claims-per-day")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/appointments", {"attendees": 201}, "attendees"),
        ("/v1/customers/claim", {"ids": 101}, "ids"),
        ("/v1/customers/check", {"phones": 21}, "phones"),
    ],
)
def test_one_request_reaches_only_so_many(company, path, body, field):
    """Invitations are notifications: nobody invites the whole company a thousand times over."""
    when = {"title": "x", "starts_at": "2031-02-06T10:00:00Z", "ends_at": "2031-02-06T11:00:00Z"}
    given = {name: [f"x{number}" for number in range(many)] for name, many in body.items()}
    known = when if "appointments" in path else {}
    refused = company.ann.post(path, known | given)
    assert refused.status_code == 400
    assert field in {error["field"].partition(".")[0] for error in refused.json()["errors"]}


def test_what_tells_whether_a_phone_is_known_is_counted_apart(company):
    """Or numbers would be tried one after another, to learn who our customers are."""
    counted = {one.name: one.told["x-rate-limits"] for one in company.spec.operations}
    assert counted["check_customer"] == ["people", "programs", "checks"]
    told = company.ann.post("/v1/customers/check", {"phones": [company.phone]})
    assert int(told.headers["RateLimit"].rpartition(";r=")[2].partition(";")[0]) >= 0
