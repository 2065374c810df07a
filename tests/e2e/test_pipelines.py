"""A company sells projects in stages of its own, from the first visit to a reopened deal."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, nothing_written, settled, slug
from tests.e2e.conftest import System

CNY = {"amount": "1200.00", "currency": "CNY"}
TALK = {"id": "talk", "name": "初谈", "probability": 10, "expected_days": 7}
OFFER = {
    "id": "offer", "name": "报价", "probability": 40, "expected_days": 14, "back_to": ["talk"],
    "conditions": [{"kind": "visited", "days": 14}, {"kind": "amount"}, {"kind": "contact"}],
}  # fmt: skip
QUOTE = {"id": "quote", "name": "Quotation", "probability": 55, "back_to": ["talk"]}


class Company:
    def __init__(self, system: System) -> None:
        self.mark = uuid4().hex[:6]
        self.boss = Api(system.url, system.token(f"boss{self.mark}", "manager"))
        self.ann = Api(system.url, system.token(f"ann{self.mark}", "sales"))
        self.bob = Api(system.url, system.token(f"bob{self.mark}", "sales"))
        self.pipeline = f"projects-{self.mark}"
        self.publish(TALK, OFFER)
        name = {"name": f"茶 {self.mark}", "owner": f"ann{self.mark}"}
        self.customer = self.boss.do("/v1/customers", name)["id"]

    def publish(self, *stages: dict[str, Any], id: str = "") -> None:
        body = {"id": id or self.pipeline, "name": "Projects", "stages": list(stages)}
        self.boss.do("/v1/pipelines", body)

    def publish_next(self, *stages: dict[str, Any], id: str) -> None:
        body = {"name": "Projects", "stages": list(stages)}
        self.boss.do(f"/v1/pipelines/{id}/versions", body)

    def opened(self, **about: Any) -> str:
        known = {"name": "大堂茶", "customer_id": self.customer, "pipeline": self.pipeline}
        made = eventually(
            lambda: self.ann.post("/v1/opportunities", known | about),
            lambda answer: answer.status_code == 201,
        )
        return str(made.json()["id"])


@pytest.fixture(scope="module")
def company(system: System) -> Company:
    return Company(system)


def test_a_pipeline_is_published_and_read_by_everybody(company):
    after = f"pipeline:{company.boss.heads()['pipeline']}"
    found = company.ann.read(f"/v1/pipelines/{company.pipeline}", after)
    assert [stage["id"] for stage in found["stages"]] == ["talk", "offer"]
    assert found["stages"][1]["conditions"][0] == {"kind": "visited", "days": 14, "field": None}
    every = {one["id"]: one for one in company.ann.every("/v1/pipelines")}
    assert [stage["id"] for stage in every["default"]["stages"]] == ["prospecting", "engaging"]
    assert company.ann.get("/v1/pipelines/nothing").status_code == 404
    refused = company.ann.post("/v1/pipelines", {"id": "mine", "name": "x", "stages": [TALK]})
    assert (refused.status_code, slug(refused)) == (403, "role-not-allowed")


def test_a_wrong_pipeline_is_refused_with_its_place(company):
    wrong = {**OFFER, "conditions": [{"kind": "visited"}]}
    body = {"id": f"wrong-{company.mark}", "name": "x", "stages": [TALK, wrong]}
    with nothing_written(company.boss):
        refused = company.boss.post("/v1/pipelines", body)
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == ["stages.1.conditions.0.days"]


def test_a_deal_moves_on_when_it_has_what_the_stage_asks_for(company):
    ann, deal = company.ann, company.opened()
    path = f"/v1/opportunities/{deal}"
    refused = settled(lambda: ann.post(f"{path}/stage", {"to": "offer"}))
    assert (refused.status_code, slug(refused)) == (409, "conditions-not-met")
    missing = [one["condition"] for one in refused.json()["missing"]]
    assert missing == ["visited", "amount", "contact"]

    customer = f"/v1/customers/{company.customer}"
    contact = ann.do(f"{customer}/contacts", {"name": "李雷"})["id"]
    ann.do(f"{customer}/follow-ups", {"channel": "visit", "outcome": "met"})
    edited = ann.patch(path, {"amount": CNY, "contacts": [contact], "priority": "high"})
    assert edited.status_code == 200, edited.text
    moved = ann.do(f"{path}/stage", {"to": "offer"})

    shown = ann.read(path, moved["position"])
    assert (shown["stage"], shown["probability"], shown["pipeline_version"]) == ("offer", 40, 1)
    assert (shown["priority"], shown["contacts"]) == ("high", [contact])
    assert [one["stage"] for one in shown["history"]] == ["talk", "offer"]
    assert shown["stuck_at"] > shown["stage_since"]
    assert company.bob.get(path).status_code == 404
    for answer in (
        company.bob.patch(path, {"priority": "low"}),
        company.bob.post(f"{path}/stage", {"to": "talk"}),
        company.bob.post(f"{path}/items", {"currency": "CNY", "items": []}),
        company.bob.post(f"{path}/reopen", {"reason": "mine"}),
    ):
        assert answer.status_code == 404


def test_a_deal_is_worth_its_items_shared_and_a_key_deal(company):
    ann, bob, deal = company.ann, company.bob, company.opened()
    path = f"/v1/opportunities/{deal}"
    items = [
        {"product": "龙井", "quantity": "2.5", "price": "100.00", "discount": "10"},
        {"product": "杯", "quantity": "3", "price": "0.335"},
    ]
    ann.do(f"{path}/items", {"currency": "CNY", "items": items})
    refused = ann.patch(path, {"amount": CNY})
    assert (refused.status_code, slug(refused)) == (409, "amount-from-items")
    half = [{"person": f"ann{company.mark}", "percent": "60"}]
    refused = ann.post(f"{path}/people", {"shares": half})
    assert [one["field"] for one in refused.json()["errors"]] == ["shares"]
    assert bob.get(path).status_code == 404
    both = [*half, {"person": f"bob{company.mark}", "percent": "40"}]
    ann.do(f"{path}/people", {"shares": both})
    last = ann.do(f"{path}/key", {"key": True})["position"]

    shown = bob.read(path, last)
    assert shown["amount"] == {"amount": "226.01", "currency": "CNY"}
    assert [one["amount"] for one in shown["items"]] == ["225.00", "1.01"]
    mine = {"pipeline": company.pipeline, "key": "true"}
    assert [one["id"] for one in bob.every("/v1/opportunities", **mine)] == [deal]
    refused = bob.post(f"{path}/people", {"shares": []})
    assert (refused.status_code, slug(refused)) == (403, "not-yours")


def test_a_lost_deal_is_reopened_and_won(company):
    ann, deal = company.ann, company.opened()
    path = f"/v1/opportunities/{deal}"
    ann.do(f"{path}/lose", {"reason": "太贵", "competitor": "绿叶"})
    again = ann.do(f"{path}/reopen", {"reason": "他们又来电"})
    shown = ann.read(path, again["position"])
    assert (shown["stage"], shown["closed_at"], shown["lost_to"]) == ("talk", None, None)
    assert [one["stage"] for one in shown["history"]] == ["talk", "lost", "talk"]


def test_running_deals_move_to_the_next_version_when_they_are_told_to(company):
    pipeline = f"moving-{company.mark}"
    company.publish(TALK, OFFER, id=pipeline)
    deal = company.opened(amount=CNY, pipeline=pipeline)
    again = company.boss.post("/v1/pipelines", {"id": pipeline, "name": "x", "stages": [TALK]})
    assert (again.status_code, slug(again)) == (409, "exists")
    company.publish_next(TALK, QUOTE, id=pipeline)
    path = f"/v1/opportunities/{deal}"
    after = f"pipeline:{company.boss.heads()['pipeline']}"
    assert company.ann.read(path, after)["pipeline_version"] == 1
    mapping = {"mapping": [{"was": "offer", "to": "quote"}], "limit": 500}
    moved = company.boss.do(f"/v1/pipelines/{pipeline}/migrate", mapping)
    assert moved["moved"] == 1
    assert (moved["kept"], moved["next"]) == ([], None)
    shown = company.ann.read(path, moved["position"])
    assert (shown["pipeline_version"], shown["stage"]) == (2, "talk")
    again = company.boss.do(f"/v1/pipelines/{pipeline}/migrate", mapping)
    assert again["moved"] == 0
    board = company.boss.read("/v1/board", after, pipeline=pipeline)
    columns = {one["stage"]: one for one in board["columns"]}
    assert list(columns) == ["talk", "quote", "offer", "won", "lost"]
    assert columns["talk"]["name"] == "初谈"
    assert deal in [one["id"] for one in columns["talk"]["items"]]


def test_history_is_loaded_with_its_days_and_only_once(company):
    key = f"old/{company.mark}"
    past = {
        "key": key, "name": "旧单", "owner": f"ann{company.mark}", "amount": CNY,
        "stage": "engaging", "at": "2015-03-01T12:00:00Z", "engaged_at": "2015-03-01T12:00:00Z",
        "outcome": "won", "closed_at": "2015-04-30T12:00:00Z",
    }  # fmt: skip
    rows = {"rows": [past, past | {"key": f"{key}/2", "closed_at": "2014-01-01T00:00:00Z"}]}
    first = company.boss.do("/v1/opportunities/load", rows)
    good, bad = first["items"]
    assert (good["already"], bad["ok"]) == (False, False)
    assert [one["field"] for one in bad["problem"]["errors"]] == ["closed_at"]

    shown = company.ann.read(f"/v1/opportunities/{good['id']}", first["position"])
    assert (shown["opened_at"], shown["closed_at"]) == (
        "2015-03-01T12:00:00Z", "2015-04-30T12:00:00Z"
    )  # fmt: skip
    assert shown["recorded_at"] > "2026"
    assert shown["loaded"]
    [again] = company.boss.do("/v1/opportunities/load", {"rows": [past]})["items"]
    assert (again["already"], again["id"]) == (True, good["id"])
    assert company.ann.post("/v1/opportunities/load", rows).status_code == 403


def test_a_deal_that_stands_for_too_long_is_stuck_and_told(company):
    """Opened eight days ago on a stage for which a week is expected."""
    ago = (datetime.now(UTC) - timedelta(days=8)).isoformat()
    known = {"name": "慢", "owner": f"ann{company.mark}", "pipeline": company.pipeline, "at": ago}
    made = company.boss.do("/v1/opportunities", known)
    stuck = {"pipeline": company.pipeline, "stuck": "true"}
    found = company.ann.read("/v1/opportunities", made["position"], **stuck)["items"]
    assert [one["id"] for one in found] == [made["id"]]

    def told() -> list[str]:
        page = {"source": "pipeline", "types": "OpportunityStuck", "limit": 100}
        events = company.boss.read("/v1/events", **page)["events"]
        return [one["data"]["opportunity_id"] for one in events]

    assert eventually(told, lambda ids: made["id"] in ids).count(made["id"]) == 1
