"""Fields of the company's own, over HTTP alone: defined, filled, renamed, required, retired."""

from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, slug
from tests.e2e.conftest import System
from tests.e2e.test_openapi import fits


@pytest.fixture(scope="module")
def zoe(system: System) -> Api:
    return Api(system.url, system.token("zoe", "sales"))


def defined(boss: Api, **about: Any) -> dict[str, Any]:
    return boss.do("/v1/fields", {"name": f"口味{uuid4().hex}", "kind": "choice"} | about)


def listed(api: Api, id: str, after: str = "") -> dict[str, Any]:
    [found] = [one for one in api.read("/v1/fields", after)["items"] if one["id"] == id]
    return dict(found)


def test_a_field_is_defined_filled_in_and_keeps_its_meaning(boss: Api, zoe: Api) -> None:
    made = defined(boss, choices=["绿茶", "红茶"])
    field = listed(zoe, made["id"], made["position"])
    assert [choice["name"] for choice in field["choices"]] == ["绿茶", "红茶"]
    assert zoe.post("/v1/fields", {"name": "x", "kind": "text"}).status_code == 403

    customer = zoe.do("/v1/customers", {"name": "茶行", "fields": {made["id"]: "绿茶"}})
    path = f"/v1/customers/{customer['id']}"
    [value] = zoe.read(path, customer["position"])["fields"]
    assert (value["value"], value["shown"], value["version"]) == (["1"], ["绿茶"], 1)
    boss.do(f"/v1/fields/{made['id']}/choices/1/rename", {"name": "龙井"})
    renamed = boss.do(f"/v1/fields/{made['id']}/rename", {"name": f"喜好{made['id']}"})
    assert zoe.read(path, renamed["position"])["fields"] == [value]
    assert listed(zoe, made["id"])["choices"][0]["name"] == "龙井"
    refused = zoe.patch(path, {"fields": {made["id"]: "绿茶"}})
    assert refused.json()["errors"][0]["field"] == f"fields.{made['id']}"
    edited = zoe.patch(path, {"fields": {made["id"]: "2"}}).json()
    [now] = zoe.read(path, edited["position"])["fields"]
    assert (now["shown"], now["name"], now["version"]) == (["红茶"], f"喜好{made['id']}", 3)
    [found] = zoe.read("/v1/customers", field=f"{made['id']}:2")["items"]
    assert found["id"] == customer["id"]


def test_a_class_with_choices_takes_nothing_else(boss: Api, zoe: Api) -> None:
    boss.do("/v1/fields/locality/choices", {"name": "商业街"})
    try:
        refused = zoe.post("/v1/customers", {"name": "茶行", "locality": "火星"})
        assert refused.json()["errors"][0]["field"] == "locality"
        zoe.do("/v1/customers", {"name": "茶行", "locality": "商业街"})
    finally:
        boss.do("/v1/fields/locality/choices/1/retire")


def test_what_a_level_requires_makes_a_profile_incomplete(boss: Api, zoe: Api) -> None:
    level, industry = f"L{uuid4().hex[:8]}", uuid4().hex
    made = defined(boss, kind="number")
    boss.do(f"/v1/fields/{made['id']}/require", {"levels": [level]})
    about = {"level": level, "industry": industry}
    empty = zoe.do("/v1/customers", {"name": "茶行"} | about)
    full = zoe.do("/v1/customers", {"name": "茶庄", "fields": {made["id"]: 3}} | about)

    seen = zoe.read(f"/v1/customers/{empty['id']}", full["position"])
    assert (seen["completeness"], seen["missing"][0]["field"]) == (0, made["id"])
    lacking = zoe.read("/v1/customers", industry=industry, complete="false")["items"]
    assert [one["id"] for one in lacking] == [empty["id"]]
    [whole] = zoe.read("/v1/customers", industry=industry, complete="true")["items"]
    assert (whole["id"], whole["completeness"]) == (full["id"], 100)
    retired = boss.do(f"/v1/fields/{made['id']}/retire")
    assert zoe.read(f"/v1/customers/{empty['id']}", retired["position"])["completeness"] == 100


def test_fields_and_refusals_are_as_they_are_published(boss: Api, zoe: Api) -> None:
    spec = boss.read("/openapi.json")
    made = boss.post("/v1/fields", {"name": uuid4().hex, "kind": "multi-choice", "choices": ["x"]})
    fits(spec, "define_field", made)
    fits(spec, "list_fields", boss.get("/v1/fields", made.json()["position"]))
    fits(spec, "order_fields", boss.post("/v1/fields/order", {"order": [made.json()["id"]]}))
    id = made.json()["id"]
    customer = zoe.post("/v1/customers", {"name": "茶行", "fields": {id: ["x"]}})
    fits(spec, "register_customer", customer)
    after = customer.json()["position"]
    fits(spec, "read_customer", zoe.get(f"/v1/customers/{customer.json()['id']}", after))
    unknown = boss.post("/v1/fields/nobody/rename", {"name": "x"})
    fits(spec, "rename_field", unknown)
    assert unknown.status_code == 404
    taken = boss.post("/v1/fields", {"name": "客户级别", "kind": "text"})
    assert (taken.status_code, slug(taken)) == (409, "name-taken")
