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
    def told() -> list[Any]:
        taken = list(target.taken)
        return [one for one in taken if one["data"].get("customer_id") == customer_id]

    return eventually(told, bool)[0]


def test_it_is_told_what_happens_from_then_on_and_can_verify_who_says_it(root, target):
    before = customer(root)
    hook = registered(root, target)
    after = customer(root)

    event = told_of(target, after)
    assert event["type"] == "guanxi.customer.CustomerRegistered.v1"
    assert event["data"]["remark"] == "左撇子"
    assert not any(one["data"].get("customer_id") == before for one in target.taken)
    assert all(got.signed_with(hook["secret"]) for got in target.received)
    assert root.read(f"/v1/webhooks/{hook['id']}")["state"] == "active"
    assert hook["secret"] not in root.get("/v1/webhooks").text
    assert hook["secret"] not in root.get("/v1/events?source=gateway&limit=1000").text

    removed = root.send("DELETE", f"/v1/webhooks/{hook['id']}", None, {})
    assert removed.status_code == 200
    assert root.get(f"/v1/webhooks/{hook['id']}").status_code == 404


def test_who_is_not_to_know_of_persons_is_not_told_of_them(root, target):
    hook = registered(root, target, personal=False)
    event = told_of(target, customer(root))
    assert "name" in event["withheld"].split(",")
    assert "李小龙" not in str(event)
    assert "左撇子" not in str(event)
    root.send("DELETE", f"/v1/webhooks/{hook['id']}", None, {})


def test_who_registered_it_and_who_looks_after_it_are_told_that_it_was_paused(root, target):
    target.answer = lambda got: (410, {})
    hook = registered(root, target, name=f"ERP {uuid4().hex[:8]}")
    customer(root)

    def told() -> list[Any]:
        answer = root.get("/v1/notifications", limit=200)
        items = answer.json()["items"] if answer.status_code == 200 else []
        return [one for one in items if one["about"] == hook["id"]]

    [note] = eventually(told, bool)
    assert note["kind"] == "webhook-paused"
    shown = root.read(f"/v1/webhooks/{hook['id']}")
    assert shown["paused"] == "gone"
    status = root.read("/v1/status")
    assert status["level"] == "act"
    assert any(f"{shown['name']} since " in one["what"] for one in status["sentences"])
    root.send("DELETE", f"/v1/webhooks/{hook['id']}", None, {})


def test_programs_make_none(system, root, target):
    key = root.do("/v1/api-keys", {"name": "erp", "role": "admin"})["key"]
    body = {"name": "x", "url": target.url, "events": EVENTS, "personal": True}
    refused = Api(system.url, key).post("/v1/webhooks", body)
    assert (refused.status_code, slug(refused)) == (403, "not-for-programs")
