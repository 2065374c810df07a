"""Figures of one team: added up over its people and those of the teams below it."""

from functools import partial
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, settled, slug
from tests.e2e.conftest import System

CALL = {"channel": "phone", "outcome": "reached"}


class Sales:
    """A team with one below it, one person in each, who made a call and two."""

    def __init__(self, system: System) -> None:
        mark = uuid4().hex[:6]
        self.root = Api(system.url, system.token("operator", "admin"))
        self.upper = self.root.do("/v1/teams", {"name": f"upper {mark}"})["id"]
        below = {"name": f"lower {mark}", "parent": self.upper}
        self.lower = self.root.do("/v1/teams", below)["id"]
        self.apis = {}
        for who, team, calls in (("ann", self.upper, 1), ("bob", self.lower, 2)):
            login = f"{who}.{mark}"
            self.root.do("/v1/people", {"login": login, "role": "sales", "team": team})
            self.apis[who] = Api(system.url, system.token(login, "sales"))
            eventually(partial(self.apis[who].read, "/v1/me"), bool)
            made = self.apis[who].do("/v1/customers", {"name": f"茶行 {mark} {who}"})
            path = f"/v1/customers/{made['id']}/follow-ups"
            for _ in range(calls):
                self.after = settled(partial(self.apis[who].post, path, CALL)).json()["position"]

    def calls(self, api: Api, team: str) -> int:
        told = api.read("/v1/reports/workload", self.after, team=team)
        return int(told["total"]["calls"])


@pytest.fixture(scope="module")
def sales(system: System) -> Sales:
    return Sales(system)


def test_a_team_has_the_figures_of_its_people_and_of_those_below(sales: Sales) -> None:
    eventually(lambda: sales.calls(sales.root, sales.upper), (3).__eq__)
    eventually(lambda: sales.calls(sales.root, sales.lower), (2).__eq__)
    found = sales.root.read(
        "/v1/reports/workload/deeds", sales.after, figure="calls", team=sales.lower
    )
    assert len(found["items"]) == 2
    chart = sales.root.get("/v1/reports/workload.svg", team=sales.upper, by="person")
    assert chart.status_code == 200


def test_who_sees_only_their_own_sees_no_more_of_their_team(sales: Sales) -> None:
    eventually(lambda: sales.calls(sales.apis["ann"], sales.upper), (1).__eq__)
    eventually(lambda: sales.calls(sales.apis["ann"], sales.lower), (0).__eq__)


def test_a_team_that_is_not_there_is_said_so(sales: Sales) -> None:
    refused = sales.root.get("/v1/reports/workload", team=str(uuid4()))
    assert (refused.status_code, slug(refused)) == (404, "not-found")
