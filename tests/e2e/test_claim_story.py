"""The story of a claim, told over HTTP alone: from the public pool to a won customer and back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import uuid4

import pytest
import requests

from tests.e2e.api import Api, eventually, slug
from tests.e2e.conftest import System
from tests.e2e.staff import hired


@pytest.fixture(scope="module")
def ann(system: System) -> Api:
    return hired(system, "ann")


@pytest.fixture(scope="module")
def bob(system: System) -> Api:
    return Api(system.url, system.token("bob", "sales"))


def mobile() -> str:
    """A Chinese mobile number that nobody has registered yet."""
    return f"170{uuid4().int % 10**8:08d}"


def in_pool(api: Api, name: str = "杭州云帆科技") -> dict[str, str]:
    return api.do("/v1/customers", {"name": name, "phones": [mobile()], "pool": "public"})


def both_claim(one: Api, other: Api, customer: str) -> tuple[requests.Response, requests.Response]:
    start = Barrier(2)

    def claim(api: Api) -> requests.Response:
        start.wait()
        return api.post(f"/v1/customers/{customer}/claim")

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(claim, (one, other))
    return first, second


def test_the_story_of_a_claim(ann, bob, boss):
    registered = in_pool(ann)
    customer = f"/v1/customers/{registered['id']}"
    lying = bob.read(customer, registered["position"])
    assert (lying["owner"], lying["pool"], lying["stage"]) == (None, "public", "pool")

    answers = dict(zip((ann, bob), both_claim(ann, bob, registered["id"]), strict=True))
    [winner] = [api for api, answer in answers.items() if answer.status_code == 200]
    [loser] = [api for api, answer in answers.items() if answer.status_code == 409]
    refused = answers[loser].json()
    assert slug(answers[loser]) == "already-claimed"
    assert refused["owner"] == ("ann" if winner is ann else "bob")
    assert datetime.fromisoformat(refused["since"]).tzinfo
    claimed = answers[winner].json()
    mine = winner.read(customer, claimed["position"])
    assert (mine["owner"], mine["pool"], mine["stage"]) == (refused["owner"], None, "claimed")
    assert loser.get(customer, claimed["position"]).status_code == 404
    assert loser.post(f"{customer}/follow-ups", TALK).status_code == 404

    talked = winner.do(f"{customer}/follow-ups", TALK)
    assert winner.read(customer, talked["position"])["contact_status"] == "followed_up"
    climbed = winner.do(f"{customer}/stage", {"to": "intent", "reason": "想看演示"})
    assert winner.read(customer, climbed["position"])["stage"] == "intent"

    deal = winner.do("/v1/opportunities", {"customer_id": registered["id"], "product": "标准版"})
    won = winner.do(f"/v1/opportunities/{deal['id']}/win", {"amount": AMOUNT})
    shown = winner.read(f"/v1/opportunities/{deal['id']}", won["position"])
    assert (shown["stage"], shown["amount"]) == ("won", AMOUNT)
    eventually(lambda: winner.read(customer)["stage"], lambda stage: stage == "won")

    told = [one["what"] for one in winner.read(f"{customer}/timeline")["items"]]
    for what in (
        "CustomerRegistered", "CustomerClaimed", "FollowUpLogged", "StageAdvanced",
        "OpportunityOpened", "OpportunityWon",
    ):  # fmt: skip
        assert what in told, f"{what} is missing in the timeline {told}"

    released = winner.do(f"{customer}/release", {"reason": "调岗", "pool": "public"})
    assert loser.read(customer, released["position"])["pool"] == "public"
    eventually(
        lambda: boss.read(customer),
        lambda seen: (seen["stage"], seen["contact_status"]) == ("pool", "not_followed_up"),
    )
    assert loser.do(f"{customer}/claim")["version"] == released["version"] + 1


TALK = {"channel": "phone", "outcome": "有兴趣", "note": "下周演示"}
AMOUNT = {"amount": "19800.00", "currency": "CNY"}


def test_the_same_claim_sent_three_times_is_one_claim(ann):
    customer = in_pool(ann)["id"]
    key = str(uuid4())
    answers = [ann.post(f"/v1/customers/{customer}/claim", Idempotency_Key=key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["ETag"] for answer in answers}) == 1


def test_the_same_registration_sent_twice_is_one_customer(ann):
    body = {"name": "Maple Clinics", "phones": [mobile()]}
    key = str(uuid4())
    first, second = (ann.post("/v1/customers", body, Idempotency_Key=key) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first.headers["Location"] == second.headers["Location"]


def test_a_key_cannot_be_used_for_something_else(ann):
    key = str(uuid4())
    ann.do("/v1/customers", {"name": "苏州海纳物流"}, Idempotency_Key=key)
    other = ann.post("/v1/customers", {"name": "苏州海纳商贸"}, Idempotency_Key=key)
    assert other.status_code == 422


def test_who_has_read_an_old_version_is_told_so(ann):
    registered = in_pool(ann)
    customer = f"/v1/customers/{registered['id']}"
    seen = ann.get(customer, registered["position"]).headers["ETag"]
    claimed = ann.post(f"{customer}/claim", If_Match=seen)
    assert claimed.status_code == 200
    stale = ann.post(f"{customer}/release", {"reason": "试试"}, If_Match=seen)
    assert stale.status_code == 412
    fresh = ann.post(f"{customer}/release", {"reason": "试试"}, If_Match=claimed.headers["ETag"])
    assert fresh.status_code == 200


def test_a_second_registration_of_a_phone_says_who_has_it(ann, bob):
    phone = mobile()
    ann.do("/v1/customers", {"name": "南京启明教育", "phones": [phone]})
    again = {"name": "启明教育（南京）", "phones": [f"+86 {phone[:3]}-{phone[3:]}"]}
    mine, his = ann.post("/v1/customers", again), bob.post("/v1/customers", again)
    assert (mine.status_code, his.status_code) == (409, 409)
    assert [one["state"] for one in mine.json()["duplicates"]] == ["yours"]
    assert [one["state"] for one in his.json()["duplicates"]] == ["held"]
    assert his.json()["duplicates"][0]["field"] == "phones.0"


def test_a_manager_assigns_and_the_new_owner_sees_it(ann, boss):
    registered = in_pool(boss)
    customer = f"/v1/customers/{registered['id']}"
    assert ann.post(f"{customer}/assign", {"to": "ann"}).status_code == 403
    assigned = boss.do(f"{customer}/assign", {"to": "ann"})
    assert ann.read(customer, assigned["position"])["owner"] == "ann"
