"""A handover is undone: duties come back as they were; what was changed since stays, with why."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.activity.events import (
    AppointmentGivenBack,
    DutiesGivenBack,
    DutiesHandedOver,
    TaskPassedOn,
    VisitDropped,
    VisitPlanned,
)
from services.activity.service.succeeding import Succeeding
from services.activity.task import TASK
from services.customer.events import CustomerAssigned, HandoverUndone
from services.weeks import week_of
from tests.integration.activity.office import NOON, SOON, Office
from tests.integration.servers import throwaway_database
from tests.unit.people import ANN, BOB
from tests.unit.pipeline.examples import OWNED_BY_ANN


@pytest.fixture
def office() -> Iterator[Office]:
    with throwaway_database() as database:
        yield Office(database)


def owner(office: Office, task: str) -> str:
    return str(office.processes[0].load(TASK, task, fresh=True).state.owner)


def reasons(office: Office) -> dict[str, str]:
    [told] = office.events(DutiesGivenBack)
    assert sum(one.count for one in told.not_returned) == len(told.kept)
    return {one.id: one.reason for one in told.kept}


def test_tasks_and_appointments_come_back_and_the_time_with_them(office: Office) -> None:
    task = office.desk(ANN).give_task(title="x")["id"]
    own, guest = (
        office.book(ANN, rule="FREQ=WEEKLY;COUNT=3"),
        office.book(BOB, 1, attendees=["ann"]),
    )
    office.leave("ann", "bob")
    office.tick()
    assert owner(office, task) == "bob"
    office.undo()
    office.tick()

    assert owner(office, task) == "ann"
    made, other = office.made(own), office.made(guest)
    assert (made.organiser, dict(made.answers)) == ("ann", {"ann": "accepted"})
    assert (other.organiser, set(other.answers)) == ("bob", {"ann", "bob"})
    with pytest.raises(Exception, match="appointment-conflict"):
        office.book(ANN, days=7)
    office.book(BOB, days=7)
    [told] = office.events(DutiesGivenBack)
    assert (told.tasks, told.appointments, told.clashes, told.kept) == (1, 2, 0, ())


def test_what_was_done_passed_on_or_called_off_since_stays(office: Office) -> None:
    done, passed, plain = (office.desk(ANN).give_task(title="x")["id"] for _ in range(3))
    gone, left = office.book(ANN), office.book(ANN, days=1)
    office.leave("ann", "bob")
    office.tick()
    office.desk(BOB).finish_task(done)
    office.desk(BOB).pass_task_on(passed, "cy")
    office.desk(BOB).edit_task(plain, {"title": "y"})
    office.desk(BOB).cancel_appointment(gone)
    office.desk(BOB).amend_appointment(left, {"title": "later", "attendees": ["cy"]})
    office.undo()
    office.tick()

    assert reasons(office) == {done: "closed", passed: "changed-hands", gone: "closed"}
    assert [owner(office, one) for one in (done, passed, plain)] == ["bob", "cy", "ann"]
    kept = office.made(left)
    assert (kept.organiser, set(kept.answers), kept.about.title) == ("ann", {"ann", "cy"}, "later")


def test_who_has_filled_the_time_comes_without_it(office: Office) -> None:
    own = office.book(ANN)
    office.leave("ann", "bob")
    office.tick()
    office.book(ANN)
    office.undo()
    office.tick()

    assert office.made(own).adrift == {"ann"}
    [told] = office.events(DutiesGivenBack)
    assert told.clashes == 1


def test_what_concerns_a_customer_that_a_third_has_got_stays(office: Office) -> None:
    office.told(OWNED_BY_ANN)
    task = office.desk(ANN).give_task(title="x", customer_id="c1")["id"]
    own = office.book(ANN, customer_id="c1")
    office.leave("ann", "bob", assigned=[CustomerAssigned("c1", "bob", "may", "ann", NOON)])
    office.tick()
    office.undo(CustomerAssigned("c1", "cy", "may", "bob", NOON))
    office.tick()

    assert reasons(office) == {task: "customer-kept", own: "customer-kept"}
    assert (owner(office, task), office.made(own).organiser) == ("bob", "bob")


def test_from_a_pool_the_leaver_comes_again(office: Office) -> None:
    guest = office.book(BOB, attendees=["ann"])
    office.leave("ann")
    office.tick()
    assert set(office.made(guest).answers) == {"bob"}
    office.undo()
    office.tick()

    assert set(office.made(guest).answers) == {"bob", "ann"}
    [back] = office.events(AppointmentGivenBack)
    assert (back.before, back.organises) == (None, False)


def test_it_happens_once_however_often_it_is_done(office: Office) -> None:
    office.desk(ANN).give_task(title="x")
    office.book(ANN)
    office.leave("ann", "bob")
    office.tick()
    office.undo()
    office.settle()
    agendas = [Succeeding(office.database, office.rows, s) for s in office.processes]
    [due] = agendas[0].due(datetime.now(UTC), 10)
    for agenda in (*agendas, *agendas):
        agenda.fire(due, datetime.now(UTC))
    office.settle()

    assert len(office.events(TaskPassedOn)) == 2
    assert len(office.events(AppointmentGivenBack)) == len(office.events(DutiesGivenBack)) == 1
    assert agendas[0].due(datetime.now(UTC), 10) == []


def test_what_is_undone_before_all_was_handed_over_is_not_handed_over_any_more(
    office: Office,
) -> None:
    task = office.desk(ANN).give_task(title="x")["id"]
    office.leave("ann", "bob")
    office.undo()
    office.tick()

    assert (owner(office, task), office.events(DutiesHandedOver)) == ("ann", [])
    assert len(office.events(DutiesGivenBack)) == 1
    office.tick()
    assert owner(office, task) == "ann"


def test_what_was_undone_when_duties_did_not_come_back_stays_as_it_is(office: Office) -> None:
    task = office.desk(ANN).give_task(title="x")["id"]
    office.leave("ann", "bob")
    office.tick()
    office.told(HandoverUndone("h1", "may", NOON, "ann"))
    office.tick()

    assert (owner(office, task), office.events(DutiesGivenBack)) == ("bob", [])


def test_what_has_taken_place_is_over(office: Office) -> None:
    own = office.book(ANN)
    office.leave("ann", "bob")
    office.tick()
    office.undo()
    office.settle()
    agenda = Succeeding(office.database, office.rows, office.processes[0])
    [due] = agenda.due(datetime.now(UTC), 10)
    agenda.fire(due, SOON + timedelta(hours=2))

    assert reasons(office) == {own: "over"}
    assert office.made(own).organiser == "bob"


def test_planned_visits_come_back_with_their_customers(office: Office) -> None:
    day = SOON.date() + timedelta(days=14)
    desk = office.desk(ANN)
    desk.zone = ZoneInfo("Asia/Shanghai")
    desk.plan_visit(week=week_of(day), customer_id="c1", day=day.isoformat(), goal="sample")
    office.leave(
        "ann", "bob", assigned=[OWNED_BY_ANN, CustomerAssigned("c1", "bob", "may", "ann", NOON)]
    )
    office.tick()
    office.undo(CustomerAssigned("c1", "ann", "may", "bob", NOON))
    office.tick()

    planned = [(one.person, one.goal) for one in office.events(VisitPlanned)]
    assert planned == [("ann", "sample"), ("bob", "sample"), ("ann", "sample")]
    assert [one.person for one in office.events(VisitDropped)] == ["ann", "bob"]
