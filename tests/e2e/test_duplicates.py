"""Is this customer known already? Asked before entry, over HTTP alone."""

from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, slug
from tests.e2e.conftest import System


@pytest.fixture(scope="module")
def ann(system: System) -> Api:
    return Api(system.url, system.token("ann", "sales"))


@pytest.fixture(scope="module")
def bob(system: System) -> Api:
    return Api(system.url, system.token("bob", "sales"))


def checked(api: Api, **asked):
    response = api.post("/v1/customers/check", asked)
    assert response.status_code == 200, response.text
    return response.json()


def test_before_entry_one_is_told_who_has_it_and_who_is_like_it(ann, bob):
    number = f"170{uuid4().int % 10**8:08d}"
    word = "".join(chr(0x4E00 + int(digit, 16) * 97) for digit in uuid4().hex[:8])
    company = f"杭州{word}茶业有限公司"
    receipt = ann.do("/v1/customers", {"name": "李雷", "company": company, "phones": [number]})

    [mine] = checked(ann, phones=[f"+86 {number}"])["duplicates"]
    assert (mine["state"], mine["holder"], mine["owner"]) == ("yours", receipt["id"], "ann")
    [held] = checked(bob, phones=[number])["duplicates"]
    assert held == {"field": "phones.0", "key": "phone", "state": "held", "holder": None}

    asked = {"company": f"{word}茶葉（杭州）有限責任公司"}
    [like] = eventually(lambda: checked(ann, **asked)["similar"], bool)
    assert (like["holder"], like["company"]) == (receipt["id"], company)
    assert like["reason"] == "the same name but for the place"
    [veiled] = checked(bob, **asked)["similar"]
    assert (veiled["holder"], veiled["name"]) == (None, "＊＊")

    refused = bob.post("/v1/customers", {"name": "韩梅", "phones": [number]})
    assert (refused.status_code, slug(refused)) == (409, "duplicate")
    warned = bob.do("/v1/customers", {"name": "韩梅", "company": company})
    assert warned["warnings"][0]["score"] == 100


def test_what_is_wrong_with_the_question_is_told_by_field(ann):
    wrong = ann.post("/v1/customers/check", {"credit_code": "91350100M000100Y44"})
    nothing = ann.post("/v1/customers/check", {})
    strange = ann.post("/v1/customers/check", {"messaging": [{"kind": "fax", "id": "1"}]})

    assert [one.status_code for one in (wrong, nothing, strange)] == [400, 400, 400]
    assert wrong.json()["errors"][0]["field"] == "credit_code"
    assert strange.json()["errors"][0]["field"] == "messaging.0.kind"
