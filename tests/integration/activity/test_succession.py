"""Who leaves: open tasks and coming appointments have other hands, once, whatever is repeated."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.activity.events import (
    AppointmentHandedOver,
    DutiesHandedOver,
    TaskPassedOn,
    VisitDropped,
    VisitPlanned,
)
from services.activity.service.succeeding import Succeeding
from services.activity.task import TASK
from services.customer.events import CustomerAssigned, CustomerRegistered
from services.weeks import week_of
from tests.integration.activity.office import NOON, SOON, Office
from tests.integration.servers import throwaway_database
from tests.unit.people import ANN, BOB
from tests.unit.pipeline.examples import OWNED_BY_ANN


@pytest.fixture
def office() -> Iterator[Office]:
    with throwaway_database() as database:
        yield Office(database)


def test_open_tasks_and_coming_appointments_go_to_who_takes_over(office: Office) -> None:
    task = office.desk(ANN).give_task(title="x")["id"]
    done = office.desk(ANN).give_task(title="y")["id"]
    office.desk(ANN).finish_task(done)
    own = office.book(ANN, rule="FREQ=WEEKLY;COUNT=3")
    past = office.book(ANN, days=-30)
    office.leave("ann", "bob")
    office.tick()

    [passed] = office.events(TaskPassedOn)
    assert (passed.task_id, passed.owner, passed.handover_id) == (task, "bob", "h1")
    assert (office.made(own).organiser, dict(office.made(own).answers)) == (
        "bob", {"bob": "needs-action"},
    )  # fmt: skip
    assert office.made(past).organiser == "ann"
    with pytest.raises(Exception, match="appointment-conflict"):
        office.book(BOB, days=7)
    office.book(ANN, days=7)
    [told] = office.events(DutiesHandedOver)
    assert (told.tasks, told.appointments, told.clashes) == (1, 1, 0)


def test_who_is_busy_comes_in_without_that_time_and_nobody_is_at_two_places(office: Office) -> None:
    own = office.book(ANN)
    busy = office.book(BOB)
    office.leave("ann", "bob")
    office.tick()

    assert office.made(own).adrift == {"bob"}
    with pytest.raises(Exception, match="appointment-conflict"):
        office.desk(BOB).answer_invitation(own, "accepted")
    office.desk(BOB).cancel_appointment(busy)
    office.desk(BOB).answer_invitation(own, "accepted")
    assert office.made(own).adrift == frozenset()
    [told] = office.events(DutiesHandedOver)
    assert told.clashes == 1


def test_what_concerns_a_customer_goes_to_who_has_it_now(office: Office) -> None:
    office.told(OWNED_BY_ANN)
    task = office.desk(ANN).give_task(title="x", customer_id="c1")["id"]
    assigned = CustomerAssigned("c1", "cy", "may", "ann", NOON)
    assert isinstance(OWNED_BY_ANN, CustomerRegistered)
    office.leave("ann", "bob", assigned=[assigned])
    office.tick()

    assert office.processes[0].load(TASK, task, fresh=True).state.owner == "cy"


def test_it_happens_once_however_often_it_is_done(office: Office) -> None:
    office.desk(ANN).give_task(title="x")
    office.book(ANN)
    office.leave("ann", "bob")
    office.settle()
    agendas = [Succeeding(office.database, office.rows, s) for s in office.processes]
    [due] = agendas[0].due(datetime.now(UTC), 10)
    for agenda in (*agendas, *agendas):
        agenda.fire(due, datetime.now(UTC))
    office.settle()

    assert len(office.events(TaskPassedOn)) == len(office.events(AppointmentHandedOver)) == 1
    assert len(office.events(DutiesHandedOver)) == 1
    assert agendas[0].due(datetime.now(UTC), 10) == []


def test_of_two_handovers_each_counts_what_it_has_itself_handed_over(office: Office) -> None:
    """The second one began before the rows had heard what the first did."""
    office.desk(ANN).give_task(title="x")
    office.book(ANN)
    office.leave("ann", "bob")
    office.leave("ann", "cy", handover_id="h2")
    office.settle()
    agenda = Succeeding(office.database, office.rows, office.processes[0])
    for due in agenda.due(datetime.now(UTC), 10):
        agenda.fire(due, datetime.now(UTC))

    told = {one.handover_id: one for one in office.events(DutiesHandedOver)}
    counts = {id: (one.tasks, one.appointments, one.clashes) for id, one in told.items()}
    assert counts == {"h1": (1, 1, 0), "h2": (0, 0, 0)}


def test_without_anybody_tasks_stay_and_the_time_is_free(office: Office) -> None:
    office.desk(ANN).give_task(title="x")
    own = office.book(BOB, attendees=["ann"])
    office.leave("ann")
    office.tick()

    assert office.events(TaskPassedOn) == []
    assert set(office.made(own).answers) == {"bob"}
    office.book(ANN)


def test_planned_visits_are_made_by_who_has_the_customer_now(office: Office) -> None:
    day = SOON.date() + timedelta(days=14)
    desk = office.desk(ANN)
    desk.zone = ZoneInfo("Asia/Shanghai")
    desk.plan_visit(week=week_of(day), customer_id="c1", day=day.isoformat(), goal="sample")
    moved = CustomerAssigned("c1", "bob", "may", "ann", NOON)
    office.leave("ann", "bob", assigned=[OWNED_BY_ANN, moved])
    office.tick()

    [left], [anns, bobs] = office.events(VisitDropped), office.events(VisitPlanned)
    assert (left.visit_id, left.person) == (anns.visit_id, "ann")
    assert (bobs.person, bobs.day, bobs.goal, bobs.by) == ("bob", day, "sample", "system")
    assert bobs.visit_id != anns.visit_id
    [told] = office.events(DutiesHandedOver)
    assert told.visits == 1
