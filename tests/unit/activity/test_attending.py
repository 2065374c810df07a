"""Who comes to an appointment: invited, released, gone, misspelt; and who may change it."""

from dataclasses import replace

import pytest

from gateway.events import PersonAdded, PersonDeactivated
from kernel import Forbidden, Invalid, NotFound, Rejected, Stale
from services.activity.events import (
    AppointmentCancelled,
    AttendanceChanged,
)
from tests.unit.activity.company import Company
from tests.unit.activity.examples import NOON
from tests.unit.people import ANN, BOB, CLERK, MAY

TEN = {"starts_at": "2030-01-07T10:00:00+08:00", "ends_at": "2030-01-07T11:00:00+08:00"}
ELEVEN = {"starts_at": "2030-01-07T11:00:00+08:00", "ends_at": "2030-01-07T12:00:00+08:00"}
MEETING = {"title": "Tea tasting"} | TEN
CY = replace(BOB, actor="cy")


@pytest.fixture
def company():
    return Company()


def conflicts(caught):
    return caught.value.fields["conflicts"]


def test_who_is_invited_or_released_takes_and_frees_time(company):
    id = company.desk(ANN).book_appointment(**MEETING, attendees=["bob"])["id"]
    company.desk(ANN).amend_appointment(id, {"attendees": ["cy"]})

    [changed] = company.events(AttendanceChanged)
    assert (changed.invited, changed.released) == (("cy",), ("bob",))
    company.desk(BOB).book_appointment(**MEETING)
    with pytest.raises(Rejected, match="appointment-conflict"):
        company.desk(CY).book_appointment(**MEETING)


def test_the_organiser_changes_a_manager_may_and_others_do_not_know_of_it(company):
    id = company.desk(ANN).book_appointment(**MEETING, attendees=["bob"])["id"]
    with pytest.raises(Forbidden, match="not-organiser"):
        company.desk(BOB).amend_appointment(id, {"title": "mine"})
    with pytest.raises(NotFound):
        company.desk(CY).cancel_appointment(id)
    with pytest.raises(NotFound):
        company.desk(CY).answer_invitation(id, "accepted")
    with pytest.raises(Forbidden, match="not-invited"):
        company.desk(MAY).answer_invitation(id, "accepted")
    with pytest.raises(Forbidden):
        company.desk(CLERK).book_appointment(**MEETING)

    company.desk(MAY).amend_appointment(id, {"title": "Tasting of tea"})
    assert company.events(AppointmentCancelled) == []


def test_who_edits_what_somebody_has_changed_since_is_told(company):
    made = company.desk(ANN).book_appointment(**MEETING)
    company.desk(ANN).amend_appointment(made["id"], {"title": "A"}, expected=made["version"])
    with pytest.raises(Stale):
        company.desk(ANN).amend_appointment(made["id"], {"title": "B"}, expected=made["version"])


def test_who_has_left_is_not_invited(company):
    company.people.hear(
        PersonAdded("bob", "Bob", "sales", "own", None, "root", NOON),
        PersonDeactivated("bob", "left", "root", NOON),
    )
    with pytest.raises(Invalid) as caught:
        company.desk(ANN).book_appointment(**MEETING, attendees=["ann", "bob"])
    assert [error["field"] for error in caught.value.fields["errors"]] == ["attendees.0"]
    assert company.head() == 0


def test_whom_the_organisation_does_not_know_is_misspelt(company):
    id = company.desk(ANN).book_appointment(**MEETING, attendees=["visitor"])["id"]
    company.people.hear(PersonAdded("bob", "Bob", "sales", "own", None, "root", NOON))
    before = company.head()
    with pytest.raises(Invalid) as caught:
        company.desk(ANN).book_appointment(**MEETING | ELEVEN, attendees=["bob", "BOB", "ann"])
    [error] = caught.value.fields["errors"]
    assert (error["field"], "BOB" in error["message"]) == ("attendees.1", True)
    with pytest.raises(Invalid):
        company.desk(ANN).amend_appointment(id, {"attendees": ["visitor", "nobody-there"]})
    assert company.head() == before
    company.desk(ANN).amend_appointment(id, {"attendees": ["visitor", "bob"]})
