"""Appointments over HTTP alone: booked, in conflict, declined, moved, subscribed to."""

from datetime import datetime
from uuid import uuid4

import icalendar
import pytest
import requests

from tests.e2e.api import Api, eventually, nothing_written, slug
from tests.e2e.conftest import System

TEN = {"starts_at": "2030-01-07T10:00:00+08:00", "ends_at": "2030-01-07T11:00:00+08:00"}
HALF_PAST = {"starts_at": "2030-01-07T10:30:00+08:00", "ends_at": "2030-01-07T11:30:00+08:00"}
JANUARY = {"from": "2030-01-01", "to": "2030-01-31"}


class Company:
    """Ann and bob sell, may leads."""

    def __init__(self, system: System) -> None:
        self.mark = uuid4().hex[:6]
        self.root = Api(system.url, system.token("operator", "admin"))
        for who, role in (("ann", "sales"), ("bob", "sales"), ("may", "manager")):
            self.root.do("/v1/people", {"login": self.login(who), "role": role})
        self.desks = {
            who: Api(system.url, system.token(self.login(who), role))
            for who, role in (("ann", "sales"), ("bob", "sales"), ("may", "manager"))
        }
        eventually(lambda: self.desks["may"].read("/v1/me")["role"], "manager".__eq__)

    def login(self, who: str) -> str:
        return f"{who}.{self.mark}"

    def book(self, who: str, *others: str, **how: object) -> requests.Response:
        attendees = [self.login(other) for other in others]
        body = {"title": "品茶", **TEN, "attendees": attendees, **how}
        return self.desks[who].post("/v1/appointments", body)

    def calendar(self, who: str, whose: str, after: str, **how: str) -> list[dict[str, object]]:
        query = {"person": self.login(whose), **JANUARY, **how}
        return list(self.desks[who].read("/v1/calendar", after, **query)["items"])


@pytest.fixture
def company(system: System) -> Company:
    return Company(system)


def test_nobody_is_booked_twice_and_who_declines_is_free_again(company):
    made = company.book("ann", "bob", customer_id=None)
    assert made.status_code == 201
    id, after = made.json()["id"], made.json()["position"]
    assert made.headers["Location"] == f"/v1/appointments/{id}"
    again = company.desks["ann"].read(f"/v1/appointments/{id}", after)
    assert [one["answer"] for one in again["answers"]] == ["accepted", "needs-action"]

    refused = company.book("may", "bob", **HALF_PAST)
    assert (refused.status_code, slug(refused)) == (409, "appointment-conflict")
    [conflict] = refused.json()["conflicts"]
    assert (conflict["person"], conflict["title"]) == (company.login("bob"), "品茶")
    hidden = company.book("bob", **HALF_PAST, private=True)
    assert hidden.status_code == 409

    company.desks["bob"].do(f"/v1/appointments/{id}/answer", {"answer": "declined"})
    assert company.book("bob", **HALF_PAST, private=True).status_code == 201
    late = company.book("ann", "bob", **HALF_PAST)
    assert late.status_code == 409
    told = {one["person"]: one["masked"] for one in late.json()["conflicts"]}
    assert told == {company.login("ann"): False, company.login("bob"): True}


def test_a_calendar_shows_what_one_may_see_and_else_that_somebody_is_busy(company):
    after = company.book("ann", place="杭州").json()["position"]
    [own] = company.calendar("ann", "ann", after)
    assert (own["title"], own["place"], own["masked"]) == ("品茶", "杭州", False)
    [seen] = company.calendar("may", "ann", after)
    assert seen["title"] == "品茶"
    [other] = company.calendar("bob", "ann", after)
    assert (other["title"], other["masked"], other["starts_at"]) == (
        None, True, "2030-01-07T02:00:00Z",
    )  # fmt: skip
    assert company.desks["bob"].get(f"/v1/appointments/{own['appointment_id']}").status_code == 404
    assert company.calendar("ann", "ann", after, kind="call") == []

    whose = [company.login("ann"), company.login("bob")]
    busy = company.desks["bob"].read("/v1/calendar/busy", person=whose, **JANUARY)["items"]
    assert [len(one["busy"]) for one in busy] == [1, 0]
    slots = company.desks["bob"].read(
        "/v1/calendar/slots", person=whose, minutes="60", **{"from": "2030-01-07"}
    )["items"]
    assert [one["starts_at"] for one in slots[:2]] == [
        "2030-01-07T01:00:00Z", "2030-01-07T03:00:00Z",
    ]  # fmt: skip


def test_a_series_moves_and_is_read_by_another_program(company):
    ann = company.desks["ann"]
    made = company.book("ann", rule="FREQ=WEEKLY;COUNT=3", remind_minutes=10).json()
    path = f"/v1/appointments/{made['id']}"
    moved = {"starts_at": "2030-01-15T10:00:00+08:00", "ends_at": "2030-01-15T11:00:00+08:00"}
    ann.do(f"{path}/occurrences/20300114T020000Z/move", moved)
    after = ann.do(f"{path}/occurrences/20300121T020000Z/cancel", {"reason": "春节"})["position"]
    entries = company.calendar("ann", "ann", after)
    assert [one["starts_at"] for one in entries] == ["2030-01-07T02:00:00Z", "2030-01-15T02:00:00Z"]

    opened = ann.post("/v1/calendar/feeds", {"name": "phone"}).json()
    address = ann.url + opened["path"]
    fed = eventually(lambda: requests.get(address, timeout=10), lambda one: one.status_code == 200)
    assert fed.headers["Content-Type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(fed.content).walk("VEVENT")
    assert {event["UID"] for event in events} == {f"{made['id']}@guanxi"}
    assert events[0]["RRULE"]["COUNT"] == [3]
    assert events[1]["RECURRENCE-ID"].dt == datetime.fromisoformat("2030-01-14T10:00:00+08:00")
    assert events[0]["EXDATE"].dts[0].dt == datetime.fromisoformat("2030-01-21T10:00:00+08:00")
    known = {"If-None-Match": fed.headers["ETag"]}
    assert requests.get(address, headers=known, timeout=10).status_code == 304

    [told] = ann.read("/v1/calendar/feeds")["items"]
    assert opened["token"] not in str(told)
    ann.do(f"/v1/calendar/feeds/{told['id']}/revoke")
    eventually(lambda: requests.get(address, timeout=10).status_code, (404).__eq__)
    assert requests.get(f"{ann.url}/v1/calendar/{'0' * 48}.ics", timeout=10).status_code == 404


def test_rooms_policy_and_who_has_left(company):
    may, ann = company.desks["may"], company.desks["ann"]
    room = may.do("/v1/rooms", {"name": "莲花", "seats": 2})["id"]
    assert ann.post("/v1/rooms", {"name": "x"}).status_code == 403
    assert company.book("ann", rooms=[room]).status_code == 201
    taken = company.book("bob", rooms=[room])
    assert [one.get("room") for one in taken.json()["conflicts"]] == [room]

    company.root.do(f"/v1/people/{company.login('bob')}/deactivate", {"reason": "离职"})
    gone = eventually(
        lambda: company.book("may", "bob", starts_at="2030-02-01T10:00:00+08:00",
                             ends_at="2030-02-01T11:00:00+08:00", kind="memo"),
        lambda one: one.status_code == 400,
    )  # fmt: skip
    assert gone.json()["errors"][0]["field"] == "attendees.0"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"ends_at": TEN["starts_at"]}, "ends_at"),
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"}, "rule"),
        ({"rooms": ["nowhere"]}, "rooms.0"),
        ({"attendees": [f"p{n}" for n in range(60)]}, "attendees"),
        ({"zone": "Mars"}, "zone"),
    ],
)
def test_bad_input_is_refused_with_its_reason(company, body, field):
    with nothing_written(company.root):
        refused = company.desks["ann"].post("/v1/appointments", {"title": "x", **TEN, **body})
    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == [field]
