"""Person by record by verb, for what is somebody's own: tasks, plans of a week, keys, dates."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, settled, slug
from tests.e2e.conftest import System

PEOPLE = {
    "ann": ("sales", "own", "east"),
    "mate": ("sales", "own", "east"),
    "lead": ("manager", "team", "east"),
    "other": ("manager", "team", "west"),
    "boss": ("manager", "all", "west"),
}
SEES = ("ann", "lead", "boss")
STRANGERS = ("mate", "other")
REASON = {"reason": "test"}
KEY = {"name": "x", "channel": "phone", "outcome": "reached"}
DATE = {"title": "Tea", "starts_at": "2031-01-06T10:00:00Z", "ends_at": "2031-01-06T11:00:00Z"}


class Company:
    """What ann has: a task, a visit in three weeks, a key of her own and an appointment."""

    def __init__(self, system: System) -> None:
        self.mark = uuid4().hex[:6]
        root = Api(system.url, system.token("operator", "admin"))
        teams = {
            name: root.do("/v1/teams", {"name": f"{name} {self.mark}"})["id"]
            for name in ("east", "west")
        }
        self.apis = {}
        for who, (role, sees, team) in PEOPLE.items():
            known = {"login": self.login(who), "role": role, "visibility": sees}
            root.do("/v1/people", known | {"team": teams[team]})
            other = "sales" if role == "manager" else "manager"  # what counts is the account
            self.apis[who] = Api(system.url, system.token(self.login(who), other))
        for who, api in self.apis.items():
            eventually(lambda api=api: api.read("/v1/me")["role"], PEOPLE[who][0].__eq__)
        ann = self.apis["ann"]
        self.ann = self.login("ann")
        self.customer = ann.do("/v1/customers", {"name": self.mark})["id"]
        day = (datetime.now(UTC) + timedelta(days=21)).date()
        year, number, _ = day.isocalendar()
        self.week, self.day = f"{year}-W{number:02}", day.isoformat()
        plan = {"customer_id": self.customer, "day": self.day, "goal": "sample"}
        planned = settled(lambda: ann.post(f"/v1/itineraries/{self.week}/visits", plan))
        assert planned.status_code == 201, planned.text
        self.visit = planned.json()["id"]
        self.task = ann.do("/v1/tasks", {"title": "x"})["id"]
        self.date = ann.do("/v1/appointments", DATE)["id"]
        bound = ann.send("PUT", "/v1/quick-logs/7", KEY | {"scope": "person"}, {})
        self.after = bound.json()["position"]

    def login(self, who: str) -> str:
        return f"{who}.{self.mark}"

    def asked(self, who: str, verb: str) -> Any:
        method, path, body = VERBS[verb]
        where = path.format(**vars(self))
        if method == "GET":
            return settled(lambda: self.apis[who].get(where, self.after))
        said = {name: v.format(**vars(self)) for name, v in body.items()}
        return settled(lambda: self.apis[who].send(method, where, said, {}))


@pytest.fixture(scope="module")
def company(system: System) -> Company:
    return Company(system)


WEEK = "/v1/itineraries/{week}"
WHOSE = {"person": "{ann}"}
PLAN = {"customer_id": "{customer}", "day": "{day}", "goal": "x"}
READS: dict[str, tuple[str, str, Any]] = {
    "read task": ("GET", "/v1/tasks/{task}", None),
    "read week": ("GET", WEEK + "?person={ann}", None),
    "read keys": ("GET", "/v1/quick-logs?scope=person&holder={ann}", None),
    "read date": ("GET", "/v1/appointments/{date}", None),
}
VERBS = READS | {
    "edit task": ("PATCH", "/v1/tasks/{task}", {"title": "y"}),
    "do task": ("POST", "/v1/tasks/{task}/done", {}),
    "reopen task": ("POST", "/v1/tasks/{task}/reopen", {}),
    "drop task": ("POST", "/v1/tasks/{task}/drop", REASON),
    "pass task on": ("POST", "/v1/tasks/{task}/pass-on", {"to": "{ann}"}),
    "plan visit": ("POST", WEEK + "/visits", WHOSE | PLAN),
    "edit visit": ("PATCH", WEEK + "/visits/{visit}", WHOSE | {"goal": "y"}),
    "drop visit": ("POST", WEEK + "/visits/{visit}/drop", WHOSE | REASON),
    "submit week": ("POST", WEEK + "/submit", WHOSE),
    "edit date": ("PATCH", "/v1/appointments/{date}", {"title": "y"}),
    "cancel date": ("POST", "/v1/appointments/{date}/cancel", {}),
    "answer date": ("POST", "/v1/appointments/{date}/answer", {"answer": "accepted"}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_somebody_else_s_is_not_there(company, verb):
    answers = {who: company.asked(who, verb).status_code for who in STRANGERS}
    assert answers == dict.fromkeys(STRANGERS, 404)


@pytest.mark.parametrize("verb", READS)
def test_whose_it_is_and_who_sees_what_is_theirs_read_it(company, verb):
    answers = {who: company.asked(who, verb).status_code for who in SEES}
    assert answers == dict.fromkeys(SEES, 200)


def test_keys_of_a_person_are_bound_by_that_person_and_who_leads_them(company):
    answers = {}
    for who in ("mate", "other", "lead"):
        wanted = KEY | {"scope": "person", "holder": company.ann}
        answers[who] = company.apis[who].send("PUT", "/v1/quick-logs/7", wanted, {}).status_code
    assert answers == {"mate": 403, "other": 403, "lead": 200}
    [bound] = company.apis["ann"].read("/v1/quick-logs", scope="person")["items"]
    assert (bound["key"], bound["version"]) == ("7", 1)  # the lead has said nothing new


def test_a_call_list_is_everybody_s_to_fill_and_its_opener_s_to_close(company):
    made = company.apis["ann"].do("/v1/call-lists", {"name": company.mark})
    path = f"/v1/call-lists/{made['id']}"
    refused = company.apis["mate"].post(f"{path}/close")
    assert (refused.status_code, slug(refused)) == (403, "not-yours")
    ids = {"ids": [company.customer]}

    def why() -> str:
        [row] = company.apis["mate"].post(f"{path}/customers", ids).json()["items"]
        return str(row["problem"]["type"]).rsplit("/", 1)[-1]

    assert eventually(why, lambda slug: slug != "not-yet") == "not-found"
    assert company.apis["lead"].post(f"{path}/close").status_code == 200
