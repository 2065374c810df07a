"""A customer's profile, its people and the archive, over HTTP alone."""

from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api, slug
from tests.e2e.conftest import System
from tests.e2e.test_openapi import fits


@pytest.fixture(scope="module")
def lea(system: System) -> Api:
    return Api(system.url, system.token("lea", "sales"))


@pytest.fixture(scope="module")
def leo(system: System) -> Api:
    return Api(system.url, system.token("leo", "sales"))


def mobile() -> str:
    return f"170{uuid4().int % 10**8:08d}"


def full(**about: Any) -> dict[str, Any]:
    return {
        "name": "西湖茶行", "company": "杭州西湖茶业有限公司", "short_name": "西湖茶业",
        "sign": "龙井茶庄", "phones": [mobile()], "emails": [f"{uuid4().hex}@example.cn"],
        "messaging": [{"kind": "wechat", "id": f"w{uuid4().hex[:15]}"}],
        "addresses": [{
            "written": "浙江省杭州市西湖区北山街道曙光路1号 310007",
            "latitude": 30.2594, "longitude": 120.1303, "datum": "GCJ-02",
        }],
        "industry": "茶叶", "source": "展会", "level": "A", "business_status": "营业",
        "locality": "商业街", "licence_number": "330106000012345",
        "shop": {"owner_name": "王芳", "owner_sex": "female", "owner_birth_year": 1980,
                 "floor_area": "86.50", "location_kind": "临街"},
        "contract_ends_on": "2030-01-31", "remark": "中午休息",
    } | about  # fmt: skip


def test_a_full_profile_is_kept_edited_field_by_field_and_read_back(lea: Api) -> None:
    told = full()
    made = lea.do("/v1/customers", told)
    path = f"/v1/customers/{made['id']}"
    seen = lea.read(path, made["position"])
    plain = ("name", "company", "sign", "emails", "messaging", "industry", "level", "locality")
    assert {name: seen[name] for name in plain} == {name: told[name] for name in plain}
    [address] = seen["addresses"]
    assert [address[unit] for unit in ("province", "city", "district", "street", "detail")] == [
        "浙江省", "杭州市", "西湖区", "北山街道", "曙光路1号",
    ]  # fmt: skip
    assert (address["division"], address["postcode"], address["datum"]) == (
        "330106", "310007", "GCJ-02",
    )  # fmt: skip
    assert (address["given_latitude"], address["given_longitude"]) == (30.2594, 120.1303)
    assert 0.001 < abs(address["longitude"] - 120.1303) < 0.01
    assert (seen["shop"]["floor_area"], seen["contract_ends_on"]) == ("86.5", "2030-01-31")

    changes = {"level": "B", "remark": None, "emails": [], "shop": {"owner_name": "李雷"}}
    edited = lea.patch(path, changes, If_Match='"1"')
    assert edited.status_code == 200, edited.text
    after = lea.read(path, edited.json()["position"])
    assert (after["level"], after["remark"], after["emails"]) == ("B", None, [])
    assert after["shop"] == seen["shop"] | {"owner_name": "李雷"}
    assert (after["phones"], after["addresses"]) == (seen["phones"], seen["addresses"])
    assert lea.patch(path, {"level": "C"}, If_Match='"1"').status_code == 412
    again = lea.patch(path, {"level": "B"})
    assert again.json()["version"] == edited.json()["version"]
    told_of = lea.read(f"{path}/timeline")["items"][0]
    assert told_of["what"] == "CustomerEdited"
    assert told_of["details"]["changed"] == ["emails", "level", "shop", "remark"]


def test_what_is_read_fits_what_is_published(lea: Api) -> None:
    spec = lea.read("/openapi.json")
    made = lea.do("/v1/customers", full())
    path = f"/v1/customers/{made['id']}"
    person = {"name": "欧阳锋", "role": "总经理", "birthday": "1980-02-29", "phones": [mobile()]}
    added = lea.post(f"{path}/contacts", person)
    fits(spec, "add_contact", added)
    fits(spec, "read_customer", lea.get(path, added.json()["position"]))
    fits(spec, "find_customers", lea.get("/v1/customers", level="A"))
    fits(spec, "edit_customer", lea.patch(path, {"level": "D"}))
    fits(spec, "edit_customer", lea.patch(path, {"credit_code": "91330100716105852G"}))
    fits(spec, "archive_customer", lea.post(f"{path}/archive", {"reason": "已关门"}))


def test_lists_are_cut_by_classification(lea: Api) -> None:
    mark = uuid4().hex
    made = [
        lea.do("/v1/customers", {"name": f"茶行{level}", "level": level, "industry": mark})
        for level in ("A", "B", "A")
    ]
    found = lea.read("/v1/customers", made[-1]["position"], industry=mark, level="A")["items"]
    assert {one["id"] for one in found} == {made[0]["id"], made[2]["id"]}
    edited = lea.patch(f"/v1/customers/{made[0]['id']}", {"level": "B"}).json()
    found = lea.read("/v1/customers", edited["position"], industry=mark, level="A")["items"]
    assert [one["id"] for one in found] == [made[2]["id"]]


def test_a_phone_moves_with_an_edit_and_is_never_held_by_two(lea: Api, leo: Api) -> None:
    first, second = mobile(), mobile()
    mine = lea.do("/v1/customers", {"name": "茶行", "phones": [first]})["id"]
    theirs = leo.do("/v1/customers", {"name": "茶庄", "phones": [second]})["id"]

    taken = lea.patch(f"/v1/customers/{mine}", {"phones": [second]})
    assert (taken.status_code, slug(taken)) == (409, "duplicate")
    assert taken.json()["duplicates"] == [
        {"field": "phones.0", "key": "phone", "state": "held", "holder": None}
    ]
    assert leo.patch(f"/v1/customers/{theirs}", {"phones": []}).status_code == 200
    assert lea.patch(f"/v1/customers/{mine}", {"phones": [second]}).status_code == 200
    assert leo.patch(f"/v1/customers/{theirs}", {"phones": [first]}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": None}, ["name"]),
        ({"credit_code": "91330100716105852G"}, ["credit_code"]),
        ({"addresses": [{"written": "x", "latitude": 30, "longitude": 120}]},
         ["addresses.0.datum"]),
        ({"messaging": [{"kind": "qq", "id": "0"}], "shop": {"floor_area": "big"}},
         ["messaging.0.id", "shop.floor_area"]),
        ({"colour": "red"}, ["colour"]),
    ],
)  # fmt: skip
def test_a_wrong_edit_is_refused_by_its_fields_and_changes_nothing(
    lea: Api, changes: dict[str, Any], fields: list[str]
) -> None:
    made = lea.do("/v1/customers", {"name": "茶行"})
    refused = lea.patch(f"/v1/customers/{made['id']}", changes)
    assert (refused.status_code, slug(refused)) == (400, "invalid")
    assert sorted(error["field"] for error in refused.json()["errors"]) == fields
    assert lea.read(f"/v1/customers/{made['id']}", made["position"])["version"] == 1


def test_the_customers_of_others_are_not_there_to_edit(lea: Api, leo: Api) -> None:
    path = f"/v1/customers/{leo.do('/v1/customers', {'name': '茶庄'})['id']}"
    assert lea.patch(path, {"level": "A"}).status_code == 404
    assert lea.post(f"{path}/contacts", {"name": "王芳"}).status_code == 404
    assert lea.post(f"{path}/archive", {"reason": "x"}).status_code == 404
    assert lea.post(f"{path}/restore").status_code == 404


def test_the_people_at_a_customer(lea: Api, leo: Api) -> None:
    made = lea.do("/v1/customers", {"name": "茶行"})
    path = f"/v1/customers/{made['id']}"
    phone = mobile()
    key = str(uuid4())
    person = {"name": "欧阳锋", "role": "总经理", "phones": [phone]}
    boss = lea.do(f"{path}/contacts", person, Idempotency_Key=key)
    assert lea.do(f"{path}/contacts", person, Idempotency_Key=key) == boss
    clerk = lea.do(
        f"{path}/contacts", {"name": "李雷", "role": "采购经理", "reports_to": boss["id"]}
    )

    one, two = lea.read(path, clerk["position"])["contacts"]
    assert (one["id"], one["addressed_as"], one["primary"]) == (boss["id"], "欧阳总", True)
    assert (two["addressed_as"], two["reports_to"], two["primary"]) == ("李经理", boss["id"], False)
    [found] = lea.read("/v1/customers", q=phone)["items"]
    assert found["id"] == made["id"]
    assert slug(leo.post("/v1/customers", {"name": "茶庄", "phones": [phone]})) == "duplicate"

    round_ = lea.patch(f"{path}/contacts/{boss['id']}", {"reports_to": clerk["id"]})
    assert (round_.status_code, round_.json()["errors"][0]["field"]) == (400, "reports_to")
    lea.do(f"{path}/contacts/{clerk['id']}/primary")
    removed = lea.do(f"{path}/contacts/{boss['id']}/remove")
    [left] = lea.read(path, removed["position"])["contacts"]
    assert (left["id"], left["primary"], left["reports_to"]) == (clerk["id"], True, None)
    assert lea.patch(f"{path}/contacts/{boss['id']}", {"role": "x"}).status_code == 404
    leo.do("/v1/customers", {"name": "茶庄", "phones": [phone]})


def test_the_archive(lea: Api, leo: Api, boss: Api) -> None:
    phone, mark = mobile(), uuid4().hex
    made = lea.do("/v1/customers", {"name": "茶行", "industry": mark, "phones": [phone]})
    path = f"/v1/customers/{made['id']}"
    assert lea.post(f"{path}/archive").status_code == 400

    put = lea.do(f"{path}/archive", {"reason": "已关门"})
    seen = lea.read(path, put["position"])
    assert (seen["archived_by"], seen["archive_reason"], seen["owner"]) == ("lea", "已关门", None)
    assert lea.read("/v1/customers", industry=mark)["items"] == []
    [found] = lea.read("/v1/customers", industry=mark, archived="true")["items"]
    assert found["id"] == made["id"]
    assert leo.read("/v1/customers", industry=mark, archived="true")["items"] == []
    assert leo.get(path).status_code == 404
    for refused in (lea.patch(path, {"level": "A"}), lea.post(f"{path}/claim")):
        assert (refused.status_code, slug(refused)) == (409, "archived")

    other = leo.do("/v1/customers", {"name": "茶庄", "phones": [phone]})["id"]
    taken = lea.post(f"{path}/restore")
    assert (taken.status_code, taken.json()["duplicates"][0]["holder"]) == (409, None)
    named = boss.post(f"{path}/restore").json()["duplicates"][0]
    assert (named["holder"], named["owner"], named["field"]) == (other, "leo", "phones.0")
    assert leo.patch(f"/v1/customers/{other}", {"phones": []}).status_code == 200
    back = lea.do(f"{path}/restore")
    seen = lea.read(path, back["position"])
    assert (seen["owner"], seen["archived_at"]) == ("lea", None)
    assert [one["id"] for one in lea.read("/v1/customers", industry=mark)["items"]] == [made["id"]]
