"""People are told what happened to their customers, promises and appointments, once."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from gateway.events import PersonAdded, PersonDeactivated
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    CommitmentMade,
    ContactReminded,
    CustomerNews,
    InvitationAnswered,
    NoticeGiven,
    PersonNotified,
    TaskGiven,
)
from services.activity.service.noticing import Notices
from services.customer.events import (
    CustomerAssigned,
    CustomersHandedOver,
    HandedOver,
    HandoverBegun,
    HandoverEnded,
    RecycleWarned,
)
from tests.integration.activity.clockwork import Clockwork, ago, clockwork
from tests.log_contract import together
from tests.unit.customer.examples import OWNED_BY_ANN


class Telling(Clockwork):
    about = Notices


@pytest.fixture
def company():
    with clockwork(Telling) as made:
        yield made


def assigned(company, *ids, to="bob", at=None, request="r1"):
    at = at or ago(seconds=30)
    events = [CustomerAssigned(id, to, "may", "ann", at) for id in ids]
    company.happened("customer", *events, at=at, request=request)


def hired(company, login, role="sales"):
    sees = "own" if role == "sales" else "all"
    added = PersonAdded(login, login, role, sees, None, "root", ago(days=9))
    company.happened("gateway", added)


def told(company):
    return [(e.person, e.kind, e.customer_id, e.count) for e in company.events(PersonNotified)]


def test_customers_that_somebody_gets_in_one_request_are_told_in_one(company):
    assigned(company, "c1", "c2", "c3")
    assigned(company, "c4", request="r2")

    company.tick()

    assert sorted(told(company), key=str) == [
        ("bob", "customer-assigned", "c4", 1), ("bob", "customer-assigned", None, 3),
    ]  # fmt: skip


def test_what_is_just_happening_is_told_when_all_of_it_has(company):
    assigned(company, "c1", at=ago(minutes=-1))

    company.tick()

    assert told(company) == []


def test_a_handover_is_told_in_one_and_its_customers_not_apart(company):
    at = ago(seconds=30)
    begun = HandoverBegun("h1", "ann", ("bob",), "one", None, "left", "may", at)
    company.happened("customer", begun, at=at, request="r1")
    for number in range(3):
        ids = [f"c{number}-{place}" for place in range(4)]
        handed = tuple(HandedOver(id, "owner", "bob", None, None, ()) for id in ids)
        batch = CustomersHandedOver("h1", number * 4, 4, handed, (), "may", at)
        moved = [CustomerAssigned(id, "bob", "may", "ann", at) for id in ids]
        company.happened("customer", batch, *moved, at=at, request="h1")
    company.happened("customer", HandoverEnded("h1", "may", at), at=at, request="h1")

    company.tick()
    company.tick()

    assert told(company) == [("bob", "customer-handed-over", None, 12)]


def test_warnings_reach_the_owner_and_the_manager(company):
    hired(company, "ann")
    hired(company, "may", "manager")
    at = ago(seconds=30)
    for days, to in ((7, "owner"), (3, "manager")):
        event = RecycleWarned("c1", "ann", to, "silence", days, "public", 1, ago(days=-days), at)
        company.happened("customer", event, at=at)

    company.tick()

    assert sorted(told(company)) == [
        ("ann", "return-warned", "c1", 1), ("may", "return-warned", "c1", 1),
    ]  # fmt: skip


def test_who_has_left_is_told_nothing_and_it_is_not_tried_for_ever(company):
    hired(company, "bob")
    company.happened("gateway", PersonDeactivated("bob", "left", "root", ago(days=1)))
    assigned(company, "c1")

    company.tick()

    assert told(company) == []
    [given] = company.events(NoticeGiven)
    assert given.people == ()
    company.tick()
    assert company.agenda().next() is None


def test_a_promise_and_a_task_are_told_at_their_moments(company):
    promise = CommitmentMade(
        "k1", "c1", "f1", "a sample", date.today() - timedelta(days=40), "ann", "ann", ago(days=50)
    )
    company.happened("activity", promise, at=ago(days=50))
    task = TaskGiven("t1", None, "x", "", "bob", ago(seconds=5), "ann", ago(days=1))
    company.happened("activity", task, at=ago(days=1))

    company.tick()

    assert sorted(kind for _, kind, *_ in told(company)) == [
        "commitment-overdue", "task-due", "task-given",
    ]  # fmt: skip


def test_who_attends_is_told_that_an_appointment_is_off_but_not_who_put_it_off(company):
    start, at = ago(days=-9), ago(days=1)
    booked = AppointmentBooked(
        "a1", None, "appointment", "x", "", "", False, True, "ann", ("bob", "cy"), (), start,
        start + timedelta(hours=1), "Asia/Shanghai", False, "", (start,), None, None, "ann", at,
    )  # fmt: skip
    company.happened("activity", booked, at=at)
    company.happened("activity", InvitationAnswered("a1", "cy", "declined", at), at=at)
    company.happened("activity", AppointmentCancelled("a1", None, "ill", "ann", at), at=at)

    company.tick()

    kinds = sorted((event.kind, event.person) for event in company.events(PersonNotified))
    assert kinds == [
        ("appointment-cancelled", "bob"), ("appointment-invited", "bob"),
        ("appointment-invited", "cy"),
    ]  # fmt: skip


def test_killed_between_the_commit_and_the_row_it_is_told_once(company):
    assigned(company, "c1")
    company.hear()
    for _ in range(3):
        company.begin_anew()
        company.ticker(hear=False).tick()

    assert len(told(company)) == len(company.events(NoticeGiven)) == 1


def test_two_tickers_at_once_tell_everything_once(company):
    for number in range(30):
        assigned(company, f"c{number}", request=f"r{number}")
    company.hear()

    together([partial(company.ticker(hear=False).tick) for _ in range(2)])

    ids = [customer_id for _, _, customer_id, _ in told(company)]
    assert len(ids) == len(set(ids)) == 30


def test_reminders_and_notices_number_a_persons_notifications_together(company):
    assigned(company, "c9", to="ann")
    company.planned(ago(seconds=1))
    company.tick()
    company.about = Clockwork.about
    company.tick()

    assert len(company.events(ContactReminded)) == 1
    assert sorted(event.number for event in company.events(PersonNotified)) == [1, 2]


def test_who_watches_is_told_of_what_they_may_still_see_once(company):
    at = ago(seconds=30)
    for login, role in (("bob", "sales"), ("may", "manager")):
        hired(company, login, role)
    owned = [replace(OWNED_BY_ANN, customer_id=id, owner=owner)
             for id, owner in (("c1", "bob"), ("c2", "ann"))]  # fmt: skip
    company.happened("customer", *owned, at=at)
    news = [CustomerNews(id, "CustomerEdited", "ann", ("bob", "may"), at) for id in ("c1", "c2")]
    company.happened("activity", *news, at=at)

    company.tick()
    company.begin_anew()
    company.tick()

    assert sorted(told(company), key=str) == [
        ("bob", "customer-news", "c1", 1), ("may", "customer-news", None, 2),
    ]  # fmt: skip
