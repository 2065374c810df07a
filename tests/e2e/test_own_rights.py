"""What is somebody's own and no customer's: who else sees it, and what is not there for others."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.api import eventually
from tests.e2e.conftest import System
from tests.e2e.test_rights import NOON, PEOPLE, VISIT, Company

WEEK = "/v1/itineraries/2099-W01"
SPAN = {"from": "2099-01-01", "to": "2099-01-03"}
SEE = {"own", "lead", "boss"}  # herself, whose team it is, and who sees everybody
STRANGERS = sorted(set(PEOPLE) - SEE)


@dataclass(frozen=True)
class Kept:
    """What one of them keeps."""

    login: str
    task: str
    open: str
    private: str
    visit: str
    feed: str
    customer: str


@pytest.fixture(scope="module")
def company(system: System) -> Company:
    return Company(system)


@pytest.fixture(scope="module")
def kept(company: Company) -> Kept:
    own, customer = company.apis["own"], company.records["held"].id
    later = {name: at.replace("01-02", "01-03") for name, at in NOON.items()}
    key = {"scope": "person", "name": "call", "channel": "phone", "outcome": "reached"}
    assert own.send("PUT", "/v1/quick-logs/1", key, {}).status_code == 200
    visit = {**VISIT, "customer_id": customer}
    own.do("/v1/calendar/feeds", {"name": "phone"})
    found = Kept(
        company.login("own"),
        own.do("/v1/tasks", {"title": "a sample"})["id"],
        own.do("/v1/appointments", {"title": "tea", **NOON})["id"],
        own.do("/v1/appointments", {"title": "dentist", "private": True, **later})["id"],
        own.do(f"{WEEK}/visits", visit)["id"],
        eventually(lambda: own.read("/v1/calendar/feeds")["items"], bool)[0]["id"],
        customer,
    )
    head = f"activity:{company.root.heads()['activity']}"
    paths = (f"/v1/tasks/{found.task}", WEEK, "/v1/quick-logs")
    for path in paths:  # what reads it has come as far
        eventually(lambda path=path: own.get(path, head).status_code, (200).__eq__)
    return found


READ: dict[str, tuple[str, set[str]]] = {  # and who sees it
    "task": ("/v1/tasks/{task}", SEE),
    "appointment": ("/v1/appointments/{open}", SEE),
    "private": ("/v1/appointments/{private}", {"own"}),
    "week": (WEEK + "?person={login}", SEE),
    "keys": ("/v1/quick-logs?scope=person&holder={login}", SEE),
    "deeds": ("/v1/reports/workload/deeds?figure=calls&person={login}", SEE),
}
CHANGE: dict[str, tuple[str, str, Any]] = {
    "edit task": ("PATCH", "/v1/tasks/{task}", {"title": "two"}),
    "task done": ("POST", "/v1/tasks/{task}/done", {}),
    "task dropped": ("POST", "/v1/tasks/{task}/drop", {}),
    "task passed on": ("POST", "/v1/tasks/{task}/pass-on", {"to": "nobody"}),
    "edit appointment": ("PATCH", "/v1/appointments/{open}", {"title": "two"}),
    "cancel": ("POST", "/v1/appointments/{open}/cancel", {}),
    "answer": ("POST", "/v1/appointments/{open}/answer", {"answer": "accepted"}),
    "edit private": ("PATCH", "/v1/appointments/{private}", {"title": "two"}),
    "plan": ("POST", f"{WEEK}/visits", {**VISIT, "customer_id": "{customer}", "person": "{login}"}),
    "replan": ("PATCH", WEEK + "/visits/{visit}", {"goal": "tea", "person": "{login}"}),
    "drop": ("POST", WEEK + "/visits/{visit}/drop", {"reason": "x", "person": "{login}"}),
    "submit": ("POST", f"{WEEK}/submit", {"person": "{login}"}),
    "revoke": ("POST", "/v1/calendar/feeds/{feed}/revoke", {}),
}


def filled(body: dict[str, Any], kept: Kept) -> dict[str, Any]:
    return {
        name: value.format(**vars(kept)) if isinstance(value, str) else value
        for name, value in body.items()
    }


@pytest.mark.parametrize("what", READ)
def test_what_is_somebody_s_own_is_read_by_who_sees_what_is_theirs(company, kept, what):
    path, see = READ[what]
    found = {
        who: api.get(path.format(**vars(kept))).status_code for who, api in company.apis.items()
    }
    assert found == {who: 200 if who in see else 404 for who in PEOPLE}


@pytest.mark.parametrize("what", CHANGE)
def test_strangers_change_nothing_of_it(company, kept, what):
    method, path, body = CHANGE[what]
    before = company.root.heads()["activity"]
    found = {
        who: company.apis[who]
        .send(method, path.format(**vars(kept)), filled(body, kept), {})
        .status_code
        for who in STRANGERS
    }
    assert found == dict.fromkeys(STRANGERS, 404)
    assert company.root.heads()["activity"] == before


def test_a_calendar_tells_strangers_no_more_than_that_somebody_is_busy(company, kept):
    for who in STRANGERS:
        query = {"person": kept.login, **SPAN}
        entries = company.apis[who].read("/v1/calendar", **query)["items"]
        assert [(one["title"], one["masked"]) for one in entries] == [(None, True)] * 2


def test_lists_of_others_are_empty_for_strangers(company, kept):
    for who in STRANGERS:
        api = company.apis[who]
        assert api.read("/v1/tasks", person=kept.login)["items"] == []
        assert kept.feed not in str(api.read("/v1/calendar/feeds"))
        told = [one["person"] for one in api.read(f"{WEEK}/people")["items"]]
        assert kept.login not in told


@pytest.mark.parametrize("kind", ["held", "archived", "members", "put away"])
def test_call_lists_neither_take_nor_press_what_one_may_not_see(company, kind):
    lists = company.apis["own"].do("/v1/call-lists", {"name": f"call {kind}"})["id"]
    id = company.records[kind].id
    for path, body in (
        (f"/v1/call-lists/{lists}/customers", {"ids": [id]}),
        (f"/v1/call-lists/{lists}/strike", {"ids": [id]}),
        ("/v1/quick-logs", {"rows": [{"customer_id": id, "key": "9"}]}),
    ):
        [row] = company.apis["mate"].do(path, body)["items"]
        assert (row["ok"], row["problem"]["status"]) == (False, 404), path
