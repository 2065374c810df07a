"""Somebody leaves, over HTTP alone: deactivated, handed over, previewed before and undone after."""

from uuid import uuid4

import pytest

from tests.e2e.api import Api, eventually, slug
from tests.e2e.conftest import System

PARTS = ("opportunities", "duties")


class Company:
    """Ann leaves; bob and cy stay."""

    def __init__(self, system: System) -> None:
        self.mark = uuid4().hex[:6]
        self.root = Api(system.url, system.token("operator", "admin"))
        self.desks: dict[str, Api] = {}
        for who in ("ann", "bob", "cy"):
            self.root.do("/v1/people", {"login": self.login(who), "role": "sales"})
            self.desks[who] = Api(system.url, system.token(self.login(who), "sales"))

    def login(self, who: str) -> str:
        return f"{who}.{self.mark}"

    def about(self, who: str) -> str:
        return f"/v1/people/{self.login(who)}"

    def owner(self, id: str) -> str:
        after = f"customer:{self.root.heads()['customer']}"
        return str(self.root.read(f"/v1/customers/{id}", after)["owner"])

    def opened(self, who: str, customer: str | None = None) -> str:
        deal = {"name": "茶", "customer_id": customer}
        return str(self.desks[who].do("/v1/opportunities", deal)["id"])

    def deals(self, *ids: str) -> list[object]:
        """Whose they are."""
        after = f"pipeline:{self.root.heads()['pipeline']}"
        return [self.root.read(f"/v1/opportunities/{id}", after)["owner"] for id in ids]

    def done(self, id: str, state: str) -> dict[str, object]:
        """Customers and deals; it may not be shown yet."""
        return eventually(
            lambda: self.root.get(f"/v1/handovers/{id}").json(),
            lambda told: (
                {told.get("state"), *(told.get(one, {}).get("state") for one in PARTS)} == {state}
            ),
        )


@pytest.fixture
def company(system: System) -> Company:
    return Company(system)


def test_who_leaves_hands_all_over_evenly_and_may_get_it_back(company):
    ann = company.desks["ann"]
    ids = [str(ann.do("/v1/customers", {"name": f"茶行{n}"})["id"]) for n in range(4)]
    shared = str(company.desks["bob"].do("/v1/customers", {"name": "云帆"})["id"])
    second, to_ann = f"/v1/customers/{shared}/second-owner", {"person": company.login("ann")}
    company.desks["bob"].do(second, to_ann)
    company.root.do(f"{company.about('ann')}/deactivate", {"reason": "离职"})
    again = eventually(
        lambda: company.root.post(second, to_ann), lambda one: one.status_code == 409
    )
    assert slug(again) == "person-deactivated"  # it was so already, and is not confirmed any more
    refused = company.root.post(f"/v1/customers/{ids[0]}/assign", {"to": company.login("ann")})
    assert slug(refused) == "person-deactivated"

    to = [company.login("bob"), company.login("cy")]
    wanted = {"from": company.login("ann"), "to": to, "reason": "离职"}
    seen = company.root.post("/v1/handovers", wanted | {"preview": True})
    assert (seen.status_code, seen.json()["customers"]) == (200, 5)
    begun = company.root.post("/v1/handovers", wanted)
    assert begun.status_code == 201
    id = begun.json()["id"]
    assert begun.headers["Location"] == f"/v1/handovers/{id}"

    told = company.done(id, "ended")
    assert (told["customers"], told["dealt_with"], told["kept"]) == (5, 5, [])
    assert told["given"] == seen.json()["given"]
    assert sorted(map(company.owner, ids)) == sorted([to[0], to[0], to[1], to[1]])
    [happened] = [
        one
        for one in company.root.read(f"/v1/customers/{ids[0]}/timeline")["items"]
        if one["what"] == "CustomerAssigned"
    ]
    assert happened["details"]["owner_before"] == company.login("ann")

    assert slug(company.root.post(f"/v1/handovers/{id}/undo")) == "person-deactivated"
    company.root.do(f"{company.about('ann')}/reactivate")
    undo = f"/v1/handovers/{id}/undo"
    eventually(lambda: company.root.post(undo).status_code, (200).__eq__)
    undone = company.done(id, "undone")
    assert undone["given_back"] == 5
    assert {company.owner(one) for one in ids} == {company.login("ann")}


def test_deals_go_with_their_customers_and_come_back_and_the_list_tells_it(company):
    ann, ann_, bob_ = company.desks["ann"], company.login("ann"), company.login("bob")
    tea, silk = (str(ann.do("/v1/customers", {"name": name})["id"]) for name in ("茶行", "丝行"))
    call = {"channel": "phone", "outcome": "有兴趣", "next_contact_at": "2099-01-05T04:00:00Z"}
    ann.do(f"/v1/customers/{tea}/follow-ups", call)
    mine, given, loose = (
        company.opened("ann", tea),
        company.opened("ann", silk),
        company.opened("ann"),
    )
    won = company.opened("ann", tea)
    ann.do(f"/v1/opportunities/{won}/win")
    refused = company.desks["bob"].post(f"/v1/opportunities/{given}/assign", {"to": bob_})
    assert refused.status_code == 403
    company.root.do(f"/v1/opportunities/{given}/assign", {"to": company.login("cy")})

    wanted = {"from": ann_, "to": bob_}
    seen = eventually(
        lambda: company.root.post("/v1/handovers", wanted | {"preview": True}).json(),
        lambda found: found["opportunities"] == 2,
    )
    assert seen["customers"] == 2
    begun = company.root.do("/v1/handovers", wanted)
    told = company.done(begun["id"], "ended")

    assert company.deals(mine, given, loose, won) == [bob_, company.login("cy"), bob_, ann_]
    to_bob = {"part": "opportunity", "to": bob_, "count": 2}
    assert (told["opportunities"]["given"], told["opportunities"]["kept"]) == ([to_bob], [])
    [due] = company.root.read("/v1/customers", owner=bob_, due="2099-01-05")["items"]
    assert (due["id"], due["contact_status"]) == (tea, "not_followed_up")
    said = company.root.read(f"/v1/customers/{tea}/timeline")["items"]
    [happened] = [one for one in said if one["what"] == "OpportunityReassigned"]
    assert (happened["who"], happened["details"]["owner_before"]) == ("operator", ann_)
    won_by = company.root.read("/v1/reports/won-value", by="person")["rows"]
    assert {"key": ann_, "count": 1} in [{k: row[k] for k in ("key", "count")} for row in won_by]

    listed = company.root.read("/v1/handovers", person=bob_, state="ended")["items"]
    assert [one["id"] for one in listed] == [begun["id"]]
    assert company.root.read("/v1/handovers", person=bob_, state="running")["items"] == []
    assert company.desks["bob"].get("/v1/handovers").status_code == 403
    assert company.root.get("/v1/handovers", state="lost").status_code == 400

    company.root.do(f"/v1/handovers/{begun['id']}/undo")
    assert company.done(begun["id"], "undone")["opportunities"]["given_back"] == 2
    assert company.deals(mine, loose) == [ann_, ann_]


def test_tasks_and_appointments_go_and_come_back_and_what_was_done_since_stays(company):
    ann, bob, ann_, bob_ = (
        *(company.desks[who] for who in ("ann", "bob")),
        *map(company.login, ("ann", "bob")),
    )
    open_, done = (str(ann.do("/v1/tasks", {"title": name})["id"]) for name in ("寄样", "报价"))
    when = {"starts_at": "2099-01-05T09:00:00+08:00", "ends_at": "2099-01-05T10:00:00+08:00"}
    visit = str(ann.do("/v1/appointments", {"title": "拜访", **when})["id"])
    begun = company.root.do("/v1/handovers", {"from": ann_, "to": bob_})
    told = company.done(begun["id"], "ended")["duties"]
    assert (told["tasks"], told["appointments"], told["clashes"]) == (2, 1, 0)
    eventually(lambda: bob.post(f"/v1/tasks/{done}/done").status_code, (200).__eq__)

    company.root.do(f"/v1/handovers/{begun['id']}/undo")
    back = company.done(begun["id"], "undone")["duties"]

    assert back["given_back"] == {"tasks": 1, "appointments": 1, "clashes": 0}
    kept = {"duty": "task", "id": done, "reason": "closed", "owner": bob_}
    assert (back["kept"], back["not_returned"]) == ([kept], {"closed": 1})
    assert company.root.read(f"/v1/tasks/{open_}")["owner"] == ann_
    assert company.root.read(f"/v1/appointments/{visit}")["organiser"] == ann_


def test_a_deal_in_a_pool_goes_to_who_claims_its_customer(company):
    tea = str(company.desks["ann"].do("/v1/customers", {"name": "茶行"})["id"])
    deal = company.opened("ann", tea)
    begun = company.root.do("/v1/handovers", {"from": company.login("ann")})
    company.done(begun["id"], "ended")
    assert company.deals(deal) == [None]
    assert slug(company.root.post(f"/v1/opportunities/{deal}/win")) == "nobodys"

    company.desks["cy"].do(f"/v1/customers/{tea}/claim")

    eventually(lambda: company.deals(deal), [company.login("cy")].__eq__)


def test_only_managers_hand_over_and_what_is_wrong_is_told(company):
    body = {"from": company.login("ann"), "to": company.login("bob")}
    assert company.desks["bob"].post("/v1/handovers", body).status_code == 403
    refused = company.root.post("/v1/handovers", {"from": "ann", "to": 7, "strategy": "dice"})
    assert {error["field"] for error in refused.json()["errors"]} == {"to", "strategy"}
    twice = company.root.post("/v1/handovers", {"from": "ann", "to": [company.login("bob")] * 2})
    assert (twice.status_code, twice.json()["errors"][0]["field"]) == (400, "to")
    assert company.root.get(f"/v1/handovers/{uuid4()}").status_code == 404
