"""Somebody who has one of everything, and a stranger of another team who has nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from tests.e2e.api import Api, eventually, settled
from tests.e2e.conftest import System
from tests.e2e.owasp.operations import FILE, Spec
from tests.e2e.tokens import token

CALL = {"channel": "phone", "outcome": "reached", "note": "x",
        "promises": [{"text": "a sample", "due_on": "2099-01-02"}]}  # fmt: skip
DATE = {"title": "Tea", "starts_at": "2031-01-06T10:00:00Z", "ends_at": "2031-01-06T11:00:00Z"}


@dataclass(frozen=True)
class Company:
    spec: Spec
    root: Api
    ann: Api  # whose everything is
    boss: Api  # a manager who sees all
    stranger: Api  # of another team, seeing what is their own
    logins: dict[str, str]
    ids: dict[str, str]  # of what is ann's, by their names in paths
    phone: str  # of ann's customer

    @property
    def known(self) -> dict[str, Any]:
        """What fields of these names are to hold."""
        me = self.logins["stranger"]
        return {"to": me, "person": me, "from": me, "ids": [self.ids["customer_id"]],
                "customer_id": self.ids["customer_id"], "day": self.ids["day"],
                "ends_at": "2031-01-06T11:00:00Z", "fact": "customers"}  # fmt: skip


@cache
def founded(system: System) -> Company:
    """One for all the risks."""
    mark = uuid4().hex[:6]
    root = Api(system.url, token(system, "operator", "admin"))
    logins = {who: f"{who}.{mark}" for who in ("ann", "boss", "stranger")}
    apis = {}
    for who, login in logins.items():
        team = root.do("/v1/teams", {"name": f"{who} {mark}"})["id"]
        role = role_of(who)
        root.do("/v1/people", {"login": login, "role": role, "team": team})
        other = "sales" if role == "manager" else "manager"  # what counts is the account
        apis[who] = Api(system.url, token(system, login, other))
    for who, api in apis.items():
        eventually(lambda api=api: api.read("/v1/me")["role"], role_of(who).__eq__)
    for who in ("ann", "boss"):
        root.do(f"/v1/people/{logins[who]}/export-right", {"allowed": True})
        eventually(lambda who=who: apis[who].read("/v1/me")["exports"], bool)
    phone = f"170{uuid4().int % 10**8:08d}"
    ids = one_of_everything(apis["ann"], mark, phone)
    spec = Spec(root.read("/openapi.json"))
    return Company(spec, root, apis["ann"], apis["boss"], apis["stranger"], logins, ids, phone)


def role_of(who: str) -> str:
    return "manager" if who == "boss" else "sales"


def one_of_everything(ann: Api, mark: str, phone: str) -> dict[str, str]:
    customer = ann.do("/v1/customers", {"name": f"Zq{mark}", "phones": [phone]})["id"]
    path = f"/v1/customers/{customer}"
    talk = ann.do(f"{path}/follow-ups", CALL)
    told = settled(lambda: ann.get(f"/v1/follow-ups/{talk['id']}", talk["position"])).json()
    day = (datetime.now(UTC) + timedelta(days=21)).date()
    year, number, _ = day.isocalendar()
    week = f"{year}-W{number:02}"
    visit = {"customer_id": customer, "day": day.isoformat(), "goal": "sample"}
    asking = {"name": mark, "fact": "customers", "measure": [{"how": "count"}]}
    return {
        "customer_id": customer,
        "contact_id": ann.do(f"{path}/contacts", {"name": "王刚", "phones": [phone]})["id"],
        "file_id": attached(ann, f"{path}/files"),
        "follow_up_id": talk["id"],
        "commitment_id": told["promises"][0]["commitment_id"],
        "opportunity_id": ann.do("/v1/opportunities", {"customer_id": customer, "name": "D"})["id"],
        "appointment_id": ann.do("/v1/appointments", DATE)["id"],
        "occurrence": "2031-01-06T10-00-00Z",
        "task_id": ann.do("/v1/tasks", {"title": "x"})["id"],
        "week": week,
        "visit_id": ann.do(f"/v1/itineraries/{week}/visits", visit)["id"],
        "feed_id": ann.do("/v1/calendar/feeds", {"name": mark})["id"],
        "query_id": kept(ann, asking),
        "notification_id": "1",
        "export_id": taken_away(ann),
        "key": "9",
        "day": day.isoformat(),
    }


def attached(api: Api, path: str) -> str:
    """What she has just entered may not be known everywhere yet."""

    def attach() -> Any:
        return api.session.post(api.url + path, files={"file": FILE}, timeout=30)

    answer = settled(attach)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def taken_away(api: Api) -> str:
    eventually(lambda: api.get("/v1/commitments/export").status_code, (200).__eq__)
    told = eventually(lambda: api.read("/v1/exports")["items"], bool)
    return str(told[0]["id"])


def kept(api: Api, asking: dict[str, Any]) -> str:
    id = uuid4().hex
    answer = api.send("PUT", f"/v1/queries/{id}", asking, {})
    assert answer.status_code in (200, 201), answer.text
    return id
