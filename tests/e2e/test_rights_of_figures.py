"""User by figure: what somebody's records are not, no report, query or saved query tells of."""

from functools import partial
from typing import Any

import pytest

from tests.e2e.api import Api, eventually, settled, slug
from tests.e2e.company import CALL, HOLDERS, PEOPLE, Company, founded
from tests.e2e.conftest import System

ABOUT_OWN = {"own", "lead", "boss"}  # who sees the records of `own`: lead and mate are in its team
WEST = {who for who, (_, _, team) in PEOPLE.items() if team == "west"}
PAID = {"amount": "1000.00", "currency": "CNY"}


@pytest.fixture(scope="module")
def company(system: System) -> Company:
    return founded(system)


@pytest.fixture(scope="module")
def sold(company: Company) -> str:
    """`own` has won a deal with the held customer and shares it with `late`; the name of it."""
    own, held = company.apis["own"], company.records["held"]
    name = f"sold {company.mark}"
    opened = own.do("/v1/opportunities", {"name": name, "customer_id": held.id, "amount": PAID})
    path = f"/v1/opportunities/{opened['id']}"
    parts = {"own": "75", "late": "25"}
    shares = [{"person": company.login(who), "percent": part} for who, part in parts.items()]
    own.do(f"{path}/people", {"shares": shares})
    after = own.do(f"{path}/win", {})["position"]
    rungs = partial(own.get, f"{held.path}/rungs", after)
    eventually(lambda: settled(rungs).json()["stage"], "won".__eq__)
    after = own.do(f"{held.path}/follow-ups", CALL)["position"]
    settled(partial(own.get, "/v1/reports/workload", after))
    heard = f"pipeline:{company.root.heads()['pipeline']}"
    settled(partial(own.get, "/v1/reports/funnel", heard))
    return name


def asked(api: Api, fact: str, field: str, value: str) -> int:
    where = [{"field": field, "test": "is", "value": value}]
    told = api.do("/v1/queries", {"fact": fact, "where": where})
    return int(told["rows"][0]["count"])


@pytest.mark.parametrize("who", PEOPLE)
def test_reports_and_what_is_behind_them(company: Company, sold: str, who: str) -> None:
    api, own = company.apis[who], company.login("own")
    parts = {"own", "late", "lead", "boss"}  # who sees a part of it
    line = {"by": "person", "key": own}

    rows = api.read("/v1/reports/won-value", by="person")["rows"]
    assert (own in [row["key"] for row in rows]) == (who in ABOUT_OWN)
    part = [row["amounts"] for row in rows if row["key"] == company.login("late")]
    assert part == ([[PAID | {"amount": "250.00"}]] if who in {"late", "boss"} else [])
    deals = [one["name"] for one in api.every("/v1/reports/won-value/deals")]
    assert (sold in deals) == (who in parts)
    status = 200 if who in ABOUT_OWN else 404
    for report, id in (("win-rate/deals", "name"), ("rung-conversion/customers", "id"),
                       ("time-on-rung/customers", "id")):  # fmt: skip
        told = api.get(f"/v1/reports/{report}", **line)
        assert told.status_code == status, report
        found = [one[id] for one in told.json().get("items", ())]
        assert (status == 404) or {sold, company.records["held"].id}.intersection(found), report
    for path in ("workload", "forecast", "rung-conversion"):
        assert api.get(f"/v1/reports/{path}", person=own).status_code == status, path
    deeds = api.get("/v1/reports/workload/deeds", figure="won", person=own)
    assert deeds.status_code == status


@pytest.mark.parametrize("who", PEOPLE)
def test_queries(company: Company, sold: str, who: str) -> None:
    api, own, held = company.apis[who], company.login("own"), company.records["held"]
    mine = who in ABOUT_OWN

    assert asked(api, "deals", "name", sold) == int(mine)
    parts = {"boss": 2, "own": 1, "lead": 1, "late": 1}
    assert asked(api, "deal_parts", "name", sold) == parts.get(who, 0)
    assert bool(asked(api, "ladder_moves", "customer_id", held.id)) == mine
    assert bool(asked(api, "workload", "person", own)) == mine
    assert bool(asked(api, "deeds", "person", own)) == mine
    assert asked(api, "customers", "id", held.id) == int(who in HOLDERS | {"lead"})
    told = api.do("/v1/queries/explain", {"fact": "deals"})
    assert told["says"][0].endswith("all of them") == (who == "boss")


VERBS: dict[str, tuple[str, str, Any]] = {
    "read": ("GET", "", None),
    "result": ("GET", "/result", None),
    "table": ("GET", "/result.csv", None),
    "picture": ("GET", "/result.svg", None),
    "explain": ("GET", "/explain", None),
    "change": ("PUT", "", {"fact": "deals", "name": "other"}),
    "share": ("POST", "/share", {"everybody": True}),
    "delete": ("DELETE", "", {}),
}
READS = [verb for verb, (method, _, _) in VERBS.items() if method == "GET"]


def saved(company: Company, name: str, **shared: Any) -> str:
    """By `own`; shared with nobody, unless something is said."""
    path = f"/v1/queries/{name}-{company.mark}"
    own = company.apis["own"]
    ours = [{"field": "name", "test": "is", "value": f"sold {company.mark}"}]  # beside real sales
    query = {"fact": "deals", "name": name, "where": ours, "group": [{"field": "name"}]}
    after = own.send("PUT", path, query, {}).json()["position"]
    if shared:
        after = own.do(f"{path}/share", shared)["position"]
    assert settled(partial(own.get, path, after)).status_code == 200
    return path


def answers(company: Company, path: str, who: str) -> dict[str, int]:
    api = company.apis[who]
    found = {}
    for verb, (method, ending, body) in VERBS.items():
        where = path + ending
        answer = api.get(where) if method == "GET" else api.send(method, where, body, {})
        found[verb] = answer.status_code
    return found


def test_a_saved_query_that_is_not_shared_is_not_there(company: Company) -> None:
    path = saved(company, "private")
    for who in PEOPLE.keys() - {"own"}:
        assert set(answers(company, path, who).values()) == {404}, who


def test_a_saved_query_is_shared_to_be_asked_and_not_to_be_changed(company: Company) -> None:
    path = saved(company, "shared", teams=[company.teams["west"]])
    for who in PEOPLE.keys() - {"own"}:
        found = answers(company, path, who)
        seen = (200, 403) if who in WEST else (404, 404)
        assert found == {verb: seen[verb not in READS] for verb in VERBS}, who


def test_who_asks_a_shared_query_gets_what_they_may_see(company: Company, sold: str) -> None:
    path = saved(company, "within", everybody=True)
    for who, api in company.apis.items():
        names = [row["name"] for row in api.read(f"{path}/result")["rows"]]
        assert (sold in names) == (who in ABOUT_OWN), who
    refused = company.apis["mate"].send("DELETE", path, {}, {})
    assert (refused.status_code, slug(refused)) == (403, "not-yours")
