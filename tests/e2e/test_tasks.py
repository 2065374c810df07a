"""Tasks over HTTP alone; a calendar brought in; and what becomes of it all when somebody leaves."""

import pytest

from tests.e2e.api import eventually
from tests.e2e.conftest import System
from tests.e2e.test_calendar import Company

ICS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:fair@example.com
DTSTART:20300214T010000Z
DTEND:20300214T030000Z
SUMMARY:广交会
END:VEVENT
BEGIN:VEVENT
UID:never@example.com
DTSTART:20300214T010000Z
DTEND:20300214T000000Z
SUMMARY:x
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def company(system: System) -> Company:
    return Company(system)


def tasks(company, who, after="", **query):
    return company.desks[who].read("/v1/tasks", after, **query)["items"]


def test_a_task_is_given_passed_on_and_done(company):
    ann, bob = company.desks["ann"], company.desks["bob"]
    wanted = {"title": "寄样品", "owner": company.login("bob"), "due_at": "2020-01-01T00:00:00Z"}
    made = ann.do("/v1/tasks", wanted)
    [given] = tasks(company, "bob", made["position"], state="overdue")
    assert (given["title"], given["by"]) == ("寄样品", company.login("ann"))
    assert [one["id"] for one in tasks(company, "ann", given_by=company.login("ann"))] == [
        made["id"]
    ]
    assert tasks(company, "ann", person=company.login("ann")) == []

    changed = ann.patch(f"/v1/tasks/{made['id']}", {"due_at": None}, If_Match='"1"')
    assert changed.status_code == 200
    assert ann.patch(f"/v1/tasks/{made['id']}", {"title": "x"}, If_Match='"1"').status_code == 412
    done = bob.do(f"/v1/tasks/{made['id']}/done")
    assert bob.read(f"/v1/tasks/{made['id']}", done["position"])["state"] == "done"
    foreign = company.desks["bob"].do("/v1/tasks", {"title": "own"})["id"]
    assert ann.post(f"/v1/tasks/{foreign}/done").status_code == 404
    refused = ann.post("/v1/tasks", {"title": "", "due_at": "soon"})
    assert {error["field"] for error in refused.json()["errors"]} == {"title", "due_at"}


def test_a_calendar_of_another_program_is_brought_in_once(company):
    ann = company.desks["ann"]
    for outcome in ("added", "known"):
        answer = ann.session.post(
            f"{ann.url}/v1/calendar/import", files={"file": ("a.ics", ICS.encode())}, timeout=60
        )
        assert answer.status_code == 200, answer.text
        good, bad = answer.json()["items"]
        assert (good["outcome"], bad["ok"]) == (outcome, False)
        assert bad["problem"]["errors"][0]["field"] == "ends_at"
    february = {"person": company.login("ann"), "from": "2030-02-01", "to": "2030-02-28"}
    [entry] = ann.read("/v1/calendar", answer.json()["position"], **february)["items"]
    assert entry["title"] == "广交会"
    bad = ann.session.post(
        f"{ann.url}/v1/calendar/import", files={"file": ("a.ics", b"hello")}, timeout=60
    )
    assert bad.status_code == 400


def test_what_somebody_has_still_to_do_goes_to_who_takes_over(company):
    task = company.desks["ann"].do("/v1/tasks", {"title": "寄样品"})["id"]
    made = company.book("ann", rule="FREQ=WEEKLY;COUNT=2").json()
    reason = {"reason": "离职"}
    company.root.do(f"/v1/people/{company.login('ann')}/deactivate", reason)
    names = {"from": company.login("ann"), "to": company.login("bob")}
    company.root.do("/v1/handovers", names | reason)

    root = company.root
    eventually(lambda: root.read(f"/v1/tasks/{task}")["owner"], company.login("bob").__eq__)
    look = f"/v1/appointments/{made['id']}"
    eventually(lambda: root.read(look)["organiser"], company.login("bob").__eq__)
    assert company.book("bob").status_code == 409
