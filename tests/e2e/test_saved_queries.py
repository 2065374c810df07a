"""Questions that are kept, shared, and answered to each within their rights."""

from functools import partial
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, settled, slug
from tests.e2e.conftest import System
from tests.e2e.questions import BEST

pytestmark = pytest.mark.timeout(600)  # the first test to come loads the files


def test_a_saved_query_is_shared_and_asked_by_others_within_their_rights(
    crm_sales, boss, system: System
):
    darcel = Api(system.url, system.token("Darcel Schlecht", "sales"))
    other = Api(system.url, system.token("somebody", "sales"))
    path = f"/v1/queries/best-{uuid4().hex[:8]}"
    made = boss.send("PUT", path, BEST | {"name": "各人赢单金额", "chart": "pie"}, {}).json()
    after = made["position"]

    told = settled(partial(boss.get, path, after)).json()
    assert (told["name"], told["owner"], told["query"]) == ("各人赢单金额", "boss", BEST)
    assert darcel.get(path, after).status_code == 404
    assert darcel.get(f"{path}/result", after).status_code == 404
    assert slug(boss.send("PUT", path, BEST | {"name": "x", "group": [{"field": "x"}]}, {})) == (
        "invalid"
    )

    after = boss.do(f"{path}/share", {"people": ["Darcel Schlecht"]})["position"]
    shared = settled(partial(darcel.get, f"{path}/result", after))
    assert len(shared.json()["rows"]) == 1
    assert len(boss.read(f"{path}/result", after)["rows"]) == 5
    assert other.get(path, after).status_code == 404
    assert told["name"] in [one["name"] for one in darcel.every("/v1/queries")]
    assert darcel.send("DELETE", path, {}, {}).status_code == 403
    assert other.send("DELETE", path, {}, {}).status_code == 404
    assert "those that you may see" in darcel.read(f"{path}/explain", after)["says"][0]

    picture = darcel.get(f"{path}/result.svg", after, chart="bar").text
    assert "各人赢单金额" in picture
    for ending in ("csv", "xlsx", "png"):
        assert darcel.get(f"{path}/result.{ending}", after).status_code == 200

    stale = boss.send("DELETE", path, {}, {"If-Match": '"1"'})
    assert stale.status_code == 412
    gone = boss.send("DELETE", path, {}, {}).json()["position"]
    assert settled(partial(boss.get, path, gone)).status_code == 404
    assert darcel.get(f"{path}/result", gone).status_code == 404


def test_a_query_is_shared_with_a_team_and_those_below_it(system: System):
    root = Api(system.url, system.token("operator", "admin"))
    mark = uuid4().hex[:6]
    east = root.do("/v1/teams", {"name": f"east {mark}"})["id"]
    below = root.do("/v1/teams", {"name": f"below {mark}", "parent": east})["id"]
    people = {}
    for login, team in (("lead", east), ("mate", below), ("far", None)):
        body = {"login": f"{login}.{mark}", "role": "sales"} | ({"team": team} if team else {})
        root.do("/v1/people", body)
        people[login] = Api(system.url, system.token(f"{login}.{mark}", "sales"))
        people[login].read("/v1/me")
    path = f"/v1/queries/team-{mark}"
    query = {"fact": "customers", "name": "按阶段", "group": [{"field": "stage"}]}
    assert people["lead"].send("PUT", path, query, {}).status_code == 200

    assert slug(people["lead"].post(f"{path}/share", {"teams": ["nobody"]})) == "not-found"
    after = people["lead"].do(f"{path}/share", {"teams": [east]})["position"]

    eventually(lambda: people["mate"].get(path, after).status_code, (200).__eq__)
    assert people["mate"].get(f"{path}/result", after).status_code == 200
    assert people["far"].get(path, after).status_code == 404
    everybody = people["lead"].do(f"{path}/share", {"everybody": True})["position"]
    assert settled(partial(people["far"].get, path, everybody)).status_code == 200
