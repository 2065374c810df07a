"""What falls due reaches people over HTTP: as a list, as a number, and as it happens."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.e2e.api import Api, eventually, slug
from tests.e2e.conftest import System

LIST = "/v1/notifications"
EVERYBODY = ("ann", "bob", "eve")


class Company:
    """Ann and bob sell; eve leads their team."""

    def __init__(self, system: System) -> None:
        self.system, self.mark = system, uuid4().hex[:6]
        self.root = Api(system.url, system.token("operator", "admin"))
        team = self.root.do("/v1/teams", {"name": f"华东 {self.mark}"})["id"]
        self.desks: dict[str, Api] = {}
        for who in EVERYBODY:
            role = "manager" if who == "eve" else "sales"
            login = {"login": self.login(who), "role": role, "team": team}
            self.root.do("/v1/people", login)
            self.desks[who] = Api(system.url, system.token(self.login(who), role))

    def login(self, who: str) -> str:
        return f"{who}.{self.mark}"

    def customer(self, who: str) -> str:
        return str(self.desks[who].do("/v1/customers", {"name": f"茶行 {uuid4().hex[:6]}"})["id"])

    def planned(self, who: str, **ahead: float) -> str:
        id, plan = self.customer(who), datetime.now(UTC) + timedelta(**ahead)
        call = {"channel": "phone", "outcome": "再约", "next_contact_at": plan.isoformat()}
        self.desks[who].do(f"/v1/customers/{id}/follow-ups", call)
        return id

    def told(self, who: str, kind: str, customer_id: str | None = None) -> list[dict[str, Any]]:
        items = self.desks[who].read(LIST, limit=200)["items"]
        return [
            one for one in items
            if one["kind"] == kind and (not customer_id or one["customer_id"] == customer_id)
        ]  # fmt: skip


@pytest.fixture(scope="module")
def company(system: System) -> Company:
    return Company(system)


@contextmanager
def listening(api: Api, **headers: str) -> Iterator[Iterator[tuple[str, int, Any]]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with api.session.get(
        f"{api.url}{LIST}/stream", headers=named, stream=True, timeout=30
    ) as response:
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield events(response)


def events(response: requests.Response) -> Iterator[tuple[str, int, Any]]:
    found: dict[str, str] = {}
    for line in response.iter_lines(decode_unicode=True):
        if line:
            name, _, value = line.partition(": ")
            found[name] = value
        elif "event" in found:
            yield found["event"], int(found["id"]), json.loads(found["data"])
            found = {}


def test_a_planned_contact_is_told_at_its_moment_in_list_number_stream_and_feed(company):
    ann = company.desks["ann"]
    with listening(ann) as stream:
        name, last, first = next(stream)
        assert (name, first["last"]) == ("unread", str(last))
        id = company.planned("ann", seconds=2)

        name, number, heard = next(one for one in stream if one[2].get("customer_id") == id)

    assert (name, number, heard["kind"]) == ("notification", last + 1, "contact-due")
    [told] = company.told("ann", "contact-due", id)
    assert told == heard
    assert told["read"] is False
    count = ann.read(f"{LIST}/count")
    assert count == {"unread": first["unread"] + 1, "last": str(number)}
    head = company.root.heads()["activity"]
    asked = f"source=activity&after={max(0, head - 900)}&limit=1000"
    page = company.root.read(f"/v1/events?{asked}&types=ContactReminded,PersonNotified")
    types = [one["type"] for one in page["events"] if one["data"].get("customer_id") == id]
    assert types == [
        "guanxi.activity.ContactReminded.v1", "guanxi.activity.PersonNotified.v1",
    ]  # fmt: skip
    assert company.told("bob", "contact-due", id) == company.told("eve", "contact-due", id) == []


def test_who_comes_back_to_the_stream_is_told_what_came_meanwhile(company):
    ann = company.desks["ann"]
    with listening(ann) as stream:
        _, last, _ = next(stream)
    ids = {company.planned("ann", seconds=1) for _ in range(2)}
    for id in ids:
        eventually(lambda id=id: company.told("ann", "contact-due", id), bool)

    with listening(ann, Last_Event_ID=str(last)) as stream:
        assert next(stream)[0] == "unread"
        heard = [next(stream) for _ in range(2)]

    assert [number for _, number, _ in heard] == [last + 1, last + 2]
    assert {one["customer_id"] for _, _, one in heard} == ids
    wrong = ann.session.get(f"{ann.url}{LIST}/stream", headers={"Last-Event-ID": "x"}, timeout=30)
    assert (wrong.status_code, slug(wrong)) == (400, "malformed-header")


def test_what_is_read_counts_no_more_and_nobody_reads_for_others(company):
    bob = company.desks["bob"]
    id = company.planned("bob", seconds=1)
    [told] = eventually(lambda: company.told("bob", "contact-due", id), bool)
    path = f"{LIST}/{told['id']}/read"

    done = bob.do(path)
    assert bob.do(path)["version"] == done["version"]  # it was so already
    seen = bob.read(LIST, done["position"])["items"]
    assert [one["read"] for one in seen if one["id"] == told["id"]] == [True]
    unread = bob.every(LIST, unread="true", after=done["position"])
    assert told["id"] not in [one["id"] for one in unread]
    for wrong in ("0", "999999", "x", "1e3"):
        assert bob.post(f"{LIST}/{wrong}/read").status_code == 404
    assert bob.post(f"{LIST}/read", {"ids": ["999999"]}).status_code == 404
    both = bob.post(f"{LIST}/read", {"ids": ["1"], "upto": "1"})
    assert (both.status_code, both.json()["errors"][0]["field"]) == (400, "upto")

    company.planned("bob", seconds=1)
    eventually(lambda: bob.read(f"{LIST}/count")["unread"], lambda count: count > 0)
    everything = bob.do(f"{LIST}/read")
    assert bob.read(f"{LIST}/count", everything["position"])["unread"] == 0


def test_who_is_given_customers_is_told_how_many_and_by_whom(company):
    ids = [company.customer("ann") for _ in range(2)]
    to = {"to": company.login("bob"), "ids": ids}
    assert company.desks["eve"].post("/v1/customers/assign", to).status_code == 200

    told = eventually(
        lambda: company.told("bob", "customer-assigned"),
        lambda all: sum(one["count"] for one in all) >= 2,
    )
    assert {one["by"] for one in told} == {company.login("eve")}


def test_who_has_left_is_told_nothing_and_who_leads_them_is(system):
    company = Company(system)  # of its own: nobody else misses who leaves here
    id = company.planned("ann", seconds=4)
    company.root.do(f"/v1/people/{company.login('ann')}/deactivate", {"reason": "离职"})

    [told] = eventually(lambda: company.told("eve", "contact-due", id), bool)

    assert told["customer_id"] == id
    refused = company.desks["ann"].get(LIST)
    assert refused.status_code == 401


def test_rules_are_set_by_managers_and_wrong_ones_refused(company):
    bob, eve = company.desks["bob"], company.desks["eve"]
    eve.do("/v1/reminder-rules")
    known = bob.read("/v1/reminder-rules")
    assert known["overdue"][0] == {"days": 1, "to": ["owner"]}
    assert slug(bob.post("/v1/reminder-rules", {"overdue": []})) == "role-not-allowed"
    for body, field in (
        ({"morning": "25:00"}, "morning"),
        ({"overdue": [{"days": 0, "to": ["owner"]}]}, "overdue.0.days"),
        ({"never": [{"days": 3, "to": ["boss"]}]}, "never.0.to.0"),
        ({"never": [{"days": 3, "to": []}]}, "never.0.to"),
    ):
        refused = eve.post("/v1/reminder-rules", body)
        assert refused.status_code == 400, refused.text
        assert [one["field"] for one in refused.json()["errors"]] == [field]
    assert eve.read("/v1/reminder-rules")["version"] == known["version"]

    steps = [{"days": 5, "to": ["manager", "owner"]}, {"days": 3, "to": ["owner"]}]
    eve.do("/v1/reminder-rules", {"overdue": steps, "morning": "08:30"})
    now = eve.read("/v1/reminder-rules")
    assert (now["version"], now["morning"]) == (known["version"] + 1, "08:30")
    assert [step["days"] for step in now["overdue"]] == [3, 5]
    assert now["overdue"][1]["to"] == ["owner", "manager"]
    eve.do("/v1/reminder-rules")  # as nobody has set it, for whoever comes after
