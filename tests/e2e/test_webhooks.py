"""Webhooks over HTTP alone: an administrator registers one, and it is told what happens."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, slug
from tests.e2e.conftest import System
from tests.integration.gateway.receiver import Receiver, receiver

EVENTS = ["customer.CustomerRegistered", "gateway.ApiKeyIssued"]


@pytest.fixture
def root(system: System) -> Api:
    return Api(system.url, system.token("operator", "admin"))


@pytest.fixture
def target() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def registered(root: Api, target: Receiver, **how: Any) -> dict[str, Any]:
    body = {"name": "ERP", "url": target.url, "events": EVENTS, "personal": True}
    return root.do("/v1/webhooks", body | how)


def customer(root: Api) -> str:
    name = f"李小龙 {uuid4().hex[:8]}"
    return str(root.do("/v1/customers", {"name": name, "remark": "左撇子"})["id"])


def told_of(target: Receiver, customer_id: str) -> Any:
    def found(taken: list[Any]) -> bool:
        return any(one["data"].get("customer_id") == customer_id for one in taken)

    taken = eventually(lambda: list(target.taken), found)
    return next(one for one in taken if one["data"].get("customer_id") == customer_id)


def test_it_is_told_what_happens_from_then_on_and_can_verify_who_says_it(root, target):
    before = customer(root)
    hook = registered(root, target)
    after = customer(root)

    event = told_of(target, after)
    assert event["type"] == "guanxi.customer.CustomerRegistered.v1"
    assert event["data"]["remark"] == "左撇子"
    assert not any(one["data"].get("customer_id") == before for one in target.taken)
    assert all(got.signed_with(hook["secret"]) for got in target.received)
    shown = root.read(f"/v1/webhooks/{hook['id']}")
    assert (shown["state"], shown["paused"]) == ("active", None)
    assert hook["secret"] not in root.get("/v1/webhooks").text
    assert hook["secret"] not in root.get("/v1/events?source=gateway&limit=1000").text
    root.send("DELETE", f"/v1/webhooks/{hook['id']}", None, {})


def test_who_is_not_to_know_of_persons_is_not_told_of_them(root, target):
    hook = registered(root, target, personal=False)
    id = customer(root)
    event = told_of(target, id)
    assert "name" in event["withheld"].split(",")
    assert "李小龙" not in str(event)
    assert "左撇子" not in str(event)
    root.send("DELETE", f"/v1/webhooks/{hook['id']}", None, {})


def test_paused_tried_out_resumed_replayed_and_written_down(root, target):
    hook = registered(root, target)
    path = f"/v1/webhooks/{hook['id']}"
    first = customer(root)
    position = told_of(target, first)["position"]
    root.do(f"{path}/pause")
    eventually(lambda: root.read(path)["state"], lambda state: state == "paused")
    root.do(f"{path}/ping")
    pings = lambda items: [one for one in items if ".Ping." in one["type"]]  # noqa: E731
    [ping] = pings(eventually(lambda: root.read(f"{path}/deliveries")["items"], pings))
    assert (ping["outcome"], ping["status"]) == ("taken", 204)

    missed = customer(root)
    root.do(f"{path}/resume")
    told_of(target, missed)
    target.taken.clear()
    root.do(f"{path}/replay", {"after": [f"customer:{position - 1}"]})
    assert told_of(target, first)["position"] == position
    target.taken.clear()
    root.do(f"{path}/replay", {"since": "2026-01-01T00:00:00+08:00"})
    told_of(target, missed)

    page = root.read(f"{path}/deliveries", limit=2)
    rest = root.read(f"{path}/deliveries", limit=2, cursor=page["next"])
    assert page["items"][-1]["number"] > rest["items"][0]["number"]
    root.send("DELETE", path, None, {})
    assert root.get(path).status_code == 404
    assert root.get(f"{path}/deliveries").status_code == 404


def test_another_secret_signs_beside_the_old_one_for_a_while(root, target):
    hook = registered(root, target)
    path = f"/v1/webhooks/{hook['id']}"
    key = uuid4().hex
    new = root.do(f"{path}/rotate", {"overlap_hours": 1}, Idempotency_Key=key)
    assert root.do(f"{path}/rotate", {"overlap_hours": 1}, Idempotency_Key=key) == new
    root.do(f"{path}/ping")
    got = eventually(lambda: target.received[-1:], bool)[0]
    assert got.signed_with(hook["secret"])
    assert got.signed_with(new["secret"])
    assert new["secret"] != hook["secret"]
    root.send("DELETE", path, None, {})


def test_programs_and_those_who_see_less_make_none(system, root, target):
    key = root.do("/v1/api-keys", {"name": "erp", "role": "admin"})["key"]
    body = {"name": "x", "url": target.url, "events": EVENTS, "personal": True}
    refused = Api(system.url, key).post("/v1/webhooks", body)
    assert (refused.status_code, slug(refused)) == (403, "not-for-programs")
    manager = Api(system.url, system.token("mia", "manager"))
    assert manager.post("/v1/webhooks", body).status_code == 403
    assert manager.get("/v1/webhooks").status_code == 403


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("url", "https://user:secret@erp.example.cn/"),
        ("url", "https://169.254.169.254/latest/meta-data"),
        ("url", "ftp://erp.example.cn/"),
        ("events", ["customer"]),
        ("events", []),
        ("personal", None),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(root, target, field, wrong):
    body = {"name": "x", "url": target.url, "events": EVENTS, "personal": True} | {field: wrong}
    refused = root.post("/v1/webhooks", body)
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == [field]
