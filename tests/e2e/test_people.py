"""People and teams over HTTP: who works here decides who sees whose customers."""

from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, settled, slug
from tests.e2e.conftest import System


class Company:
    """Two teams below one: may leads it, ann and bob are in the east, cy is in the west."""

    def __init__(self, system: System) -> None:
        self.mark = uuid4().hex[:6]
        self.root = Api(system.url, system.token("operator", "admin"))
        self.tokens = {
            who: system.token(self.login(who), "sales") for who in ("may", "ann", "bob", "cy")
        }
        self.url = system.url
        top = self.form("销售部")
        east, west = self.form("华东", top), self.form("西部", top)
        self.teams = {"may": top, "ann": east, "bob": east, "cy": west}
        for who, team in self.teams.items():
            sees = "team" if who == "may" else "own"
            role = "manager" if who == "may" else "sales"
            known = {"login": self.login(who), "role": role, "visibility": sees, "team": team}
            self.root.do("/v1/people", known)
        eventually(lambda: self.api("may").read("/v1/me")["role"], "manager".__eq__)

    def login(self, who: str) -> str:
        return f"{who}.{self.mark}"

    def api(self, who: str) -> Api:
        return Api(self.url, self.tokens[who])

    def form(self, name: str, parent: str | None = None) -> str:
        known = {"name": f"{name} {self.mark}", "parent": parent}
        return str(self.root.do("/v1/teams", known)["id"])

    def about(self, who: str) -> str:
        return f"/v1/people/{self.login(who)}"


@pytest.fixture(scope="module")
def company(system: System) -> Company:
    return Company(system)


def entered(api: Api) -> tuple[str, str]:
    """Path of a new customer of one's own, and the position of its registration."""
    made = api.do("/v1/customers", {"name": "茶行"})
    return f"/v1/customers/{made['id']}", made["position"]


def status(api: Api, path: str, after: str) -> int:
    return api.get(f"{path}?after={after}").status_code


def test_who_leads_a_team_sees_its_customers_and_nobody_elses(company):
    path, position = entered(company.api("ann"))

    found = {who: status(company.api(who), path, position) for who in company.tokens}

    assert found == {"may": 200, "ann": 200, "bob": 404, "cy": 404}


def test_a_customer_is_shared_for_as_long_as_its_owner_says(company):
    path, _ = entered(company.api("ann"))

    shared = company.api("ann").do(f"{path}/collaborators", {"person": company.login("cy")})
    assert status(company.api("cy"), path, shared["position"]) == 200
    logged = {"channel": "phone", "outcome": "reached"}
    company.api("cy").do(f"{path}/follow-ups", logged)
    assert company.api("cy").post(f"{path}/release", {"reason": "no"}).status_code == 403
    ended = company.api("ann").do(f"{path}/collaborators/remove", {"person": company.login("cy")})
    assert status(company.api("cy"), path, ended["position"]) == 404

    second = company.api("ann").do(f"{path}/second-owner", {"person": company.login("bob")})
    assert status(company.api("bob"), path, second["position"]) == 200


def test_another_team_is_another_sight(company):
    path, position = entered(company.api("cy"))
    assert status(company.api("bob"), path, position) == 404

    company.root.do(f"{company.about('bob')}/visibility", {"visibility": "team"})
    company.root.do(f"{company.about('bob')}/move", {"team": company.teams["cy"]})

    eventually(lambda: status(company.api("bob"), path, position), (200).__eq__)


def test_a_misspelt_login_is_given_nothing(company):
    root, wrong = company.root, company.login("ann").upper()
    path, _ = entered(company.api("bob"))
    pool = f"east-{company.mark}"
    root.do("/v1/pools", {"id": pool, "name": "华东"})
    for asked, body in (
        ("/v1/customers", {"name": "茶行", "owner": wrong}),
        ("/v1/opportunities", {"name": "茶", "owner": wrong}),
        (f"{path}/assign", {"to": wrong}),
        (f"{path}/second-owner", {"person": wrong}),
        (f"/v1/pools/{pool}/members", {"members": [wrong]}),
        (f"/v1/pools/{pool}/admins", {"admins": [wrong]}),
    ):
        refused = settled(lambda asked=asked, body=body: root.post(asked, body))
        assert (refused.status_code, slug(refused)) == (400, "invalid"), asked
        [error] = refused.json()["errors"]
        assert wrong in error["message"], error
    kept = {"name": "茶行", "owner": wrong, "keep_unknown_owner": True}
    made = root.do("/v1/customers", kept)
    assert root.read(f"/v1/customers/{made['id']}", made["position"])["owner"] == wrong
    refused = company.api("bob").post("/v1/customers", kept)
    assert refused.status_code == 403


def test_who_has_left_is_let_in_no_more(company):
    company.root.do(f"{company.about('cy')}/deactivate", {"reason": "has left"})

    refused = eventually(lambda: company.api("cy").get("/v1/me"), lambda one: not one.ok)
    assert (refused.status_code, slug(refused)) == (401, "account-deactivated")
    company.root.do(f"{company.about('cy')}/reactivate", {})
    eventually(lambda: company.api("cy").get("/v1/me").status_code, (200).__eq__)


def test_only_an_administrator_changes_people(company):
    for path, body in {
        "/v1/people": {"login": "x", "role": "admin"},
        f"{company.about('ann')}/role": {"role": "admin"},
        "/v1/teams": {"name": "x"},
    }.items():
        assert company.api("may").post(path, body).status_code == 403
    logins = {one["login"] for one in company.api("ann").get("/v1/people").json()["items"]}
    assert company.login("may") in logins


def test_the_same_request_again_forms_no_second_team(company):
    key = uuid4().hex
    body = {"name": f"客服 {company.mark}"}
    first = company.root.post("/v1/teams", body, Idempotency_Key=key).json()
    again = company.root.post("/v1/teams", body, Idempotency_Key=key).json()

    assert again == first
    named = [team["name"] for team in company.root.get("/v1/teams").json()["items"]]
    assert named.count(body["name"]) == 1


def test_subscribers_read_of_people_in_the_feed_of_the_gateway(company):
    answer = company.root.get("/v1/events?source=gateway&types=PersonAdded&limit=1000").json()

    people = {event["data"]["person"] for event in answer["events"]}
    assert company.login("ann") in people


def test_the_feed_is_for_who_sees_all_of_what_it_tells(company):
    refused = company.api("may").get("/v1/events?source=customer")
    assert (refused.status_code, slug(refused)) == (403, "sees-not-all")
