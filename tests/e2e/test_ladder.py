"""A customer climbs its ladder, one by one and with others, and what was stays to be read."""

from uuid import uuid4

from tests.e2e.api import Api, settled, slug
from tests.e2e.conftest import System


def test_each_rung_is_told_with_its_time_and_a_release_leads_back(
    system: System, boss: Api
) -> None:
    mark = uuid4().hex[:6]
    ann = Api(system.url, system.token(f"ann{mark}", "sales"))
    bob = Api(system.url, system.token(f"bob{mark}", "sales"))
    one, two = (ann.do("/v1/customers", {"name": f"阶梯 {mark} {n}"})["id"] for n in range(2))
    path = f"/v1/customers/{one}"

    skipped = ann.do(f"{path}/stage", {"to": "high-intent"})
    assert ann.read(path, skipped["position"])["stage"] == "high-intent"
    refused = settled(lambda: ann.post(f"{path}/stage", {"to": "intent"}))
    assert (refused.status_code, slug(refused)) == (409, "reason-required")
    assert settled(lambda: bob.post(f"{path}/stage", {"to": "won"})).status_code == 404
    ann.do(f"{path}/stage", {"to": "intent", "reason": "只看不买"})
    many = ann.do("/v1/customers/stage", {"ids": [one, two, "nothing"], "to": "intent"})
    assert [row["ok"] for row in many["items"]] == [True, True, False]

    after = f"pipeline:{boss.heads()['pipeline']}"
    mine = {"stage": "intent", "owner": f"ann{mark}"}
    listed = {row["id"]: row for row in ann.read("/v1/customers", after, **mine)["items"]}
    assert listed.keys() == {one, two}
    told = ann.read(f"{path}/rungs", after)
    assert [step["stage"] for step in told["items"]] == ["claimed", "high-intent", "intent"]
    assert told["items"][-1]["since"] == listed[one]["stage_since"]
    assert told["items"][-1]["reason"] == "只看不买"
    assert settled(lambda: bob.get(f"{path}/rungs")).status_code == 404

    gone = ann.do(f"{path}/release", {"reason": "no budget", "pool": "public"})
    assert ann.read(path, gone["position"])["stage"] == "pool"
    again = bob.do(f"{path}/claim", {})
    assert bob.read(path, again["position"])["stage"] == "claimed"
    climbed = bob.do(f"{path}/stage", {"to": "intent"})
    whole = bob.read(f"{path}/rungs", climbed["position"])
    rungs = [step["stage"] for step in whole["items"]]
    assert rungs[:4] == ["claimed", "high-intent", "intent", "pool"]
    assert (rungs[-1], whole["stage"]) == ("intent", "intent")
