"""Series: wall time stays, occurrences move and fall out, and free what they took."""

from datetime import datetime

import pytest

from kernel import NotFound, Rejected
from services.activity.events import AppointmentBooked, AppointmentRescheduled, TimeTaken
from tests.unit.activity.company import Company
from tests.unit.activity.test_booking import MEETING
from tests.unit.people import ANN, BOB, MAY

BERLIN = {
    "starts_at": "2030-03-25T09:00:00+01:00", "ends_at": "2030-03-25T10:00:00+01:00",
    "zone": "Europe/Berlin",
}  # fmt: skip
WEEKLY = MEETING | BERLIN | {"rule": "FREQ=WEEKLY;COUNT=3"}


@pytest.fixture
def company():
    return Company()


def starts(company):
    return [f"{at:%m-%dT%H}" for at in company.events(AppointmentBooked)[0].starts]


def test_a_series_keeps_its_wall_time_when_the_clocks_change(company):
    company.desk(ANN).book_appointment(**WEEKLY)

    assert starts(company) == ["03-25T08", "04-01T07", "04-08T07"]
    [taken] = company.events(TimeTaken)
    assert {span.ends_at - span.starts_at for span in taken.spans} == {
        taken.spans[0].ends_at - taken.spans[0].starts_at
    }


def test_a_wall_time_that_the_clocks_leave_out_is_an_hour_later(company):
    night = {
        "starts_at": "2030-03-30T02:30:00+01:00", "ends_at": "2030-03-30T03:00:00+01:00",
        "zone": "Europe/Berlin", "rule": "FREQ=DAILY;COUNT=3",
    }  # fmt: skip
    company.desk(ANN).book_appointment(**MEETING | night)

    assert [f"{at:%dT%H:%M}" for at in company.events(AppointmentBooked)[0].starts] == [
        "30T01:30", "31T01:30", "01T00:30",
    ]  # fmt: skip


def test_whole_days_end_at_midnight_also_when_a_day_has_23_hours(company):
    fair = {
        "starts_at": "2030-03-30T00:00:00+01:00", "ends_at": "2030-03-31T00:00:00+01:00",
        "zone": "Europe/Berlin", "all_day": True, "rule": "FREQ=DAILY;COUNT=2",
    }  # fmt: skip
    company.desk(ANN).book_appointment(**MEETING | fair)

    spans = company.events(TimeTaken)[0].spans
    assert [(span.ends_at - span.starts_at).total_seconds() / 3600 for span in spans] == [24, 23]


def test_a_series_without_an_end_is_given_one_after_two_years(company):
    company.desk(ANN).book_appointment(**MEETING, rule="FREQ=MONTHLY;BYDAY=1MO")

    [booked] = company.events(AppointmentBooked)
    assert (len(booked.starts), booked.rule) == (
        25, "FREQ=MONTHLY;UNTIL=20320105T020000Z;BYDAY=1MO",
    )  # fmt: skip
    assert [entry.stream for entry in company.log.commits[0].entries[1:]] == [
        "diary/2030/ann", "diary/2031/ann", "diary/2032/ann",
    ]  # fmt: skip


def test_a_series_is_refused_for_one_occurrence_that_is_taken(company):
    second = {"starts_at": "2030-04-01T07:59:00Z", "ends_at": "2030-04-01T08:30:00Z"}
    company.desk(BOB).book_appointment(**MEETING | second)

    with pytest.raises(Rejected) as caught:
        company.desk(ANN).book_appointment(**WEEKLY, attendees=["bob"])
    assert [one["person"] for one in caught.value.fields["conflicts"]] == ["bob"]
    assert len(company.events(AppointmentBooked)) == 1
    company.desk(ANN).book_appointment(
        **WEEKLY, attendees=["bob"], **{"except": ["2030-04-01T09:00:00+02:00"]}
    )


def test_an_occurrence_that_is_moved_or_called_off_frees_its_time(company):
    id = company.desk(ANN).book_appointment(**WEEKLY)["id"]
    moved = {"starts_at": "2030-04-02T07:00:00Z", "ends_at": "2030-04-02T09:00:00Z"}
    company.desk(ANN).move_occurrence(id, "20300401T070000Z", **moved)
    company.desk(ANN).cancel_occurrence(id, "20300408T070000Z")

    for at in ("2030-04-01T07:00:00Z", "2030-04-08T07:00:00Z"):
        company.desk(ANN).book_appointment(**MEETING | {"starts_at": at, "ends_at": hour(at)})
    for at in ("2030-04-02T08:30:00Z", "2030-03-25T08:30:00Z"):
        with pytest.raises(Rejected, match="appointment-conflict"):
            company.desk(ANN).book_appointment(**MEETING | {"starts_at": at, "ends_at": hour(at)})
    with pytest.raises(NotFound):
        company.desk(ANN).move_occurrence(id, "20300408T070000Z", **moved)
    with pytest.raises(NotFound):
        company.desk(ANN).cancel_occurrence(id, "20300402T070000Z")  # it is called as planned
    company.desk(ANN).cancel_occurrence(id, "20300325T080000Z")
    with pytest.raises(Rejected, match="last-occurrence"):
        company.desk(ANN).cancel_occurrence(id, "20300401T070000Z")


def hour(text):
    at = datetime.fromisoformat(text)
    return at.replace(hour=at.hour + 1).isoformat()


def test_an_occurrence_does_not_move_upon_another_of_somebody(company):
    id = company.desk(ANN).book_appointment(**WEEKLY, attendees=["bob"])["id"]
    other = {"starts_at": "2030-04-03T07:00:00Z", "ends_at": "2030-04-03T09:00:00Z"}
    company.desk(BOB).book_appointment(**MEETING | other)

    with pytest.raises(Rejected, match="appointment-conflict"):
        company.desk(ANN).move_occurrence(id, "20300401T070000Z", **other)


DAILY = MEETING | BERLIN | {"rule": "FREQ=DAILY;COUNT=4"}
SECOND = "20300326T080000Z"
UPON_THE_NEXT = {"starts_at": "2030-03-27T08:30:00Z", "ends_at": "2030-03-27T09:30:00Z"}
AS_THE_NEXT = {"starts_at": "2030-03-27T08:00:00Z", "ends_at": "2030-03-27T09:00:00Z"}
OVER_MANY = {"starts_at": "2030-03-25T07:00:00Z", "ends_at": "2030-03-28T12:00:00Z"}


@pytest.mark.parametrize("where", [UPON_THE_NEXT, AS_THE_NEXT, OVER_MANY])
def test_an_occurrence_does_not_move_upon_another_of_its_own_series(company, where):
    id = company.desk(ANN).book_appointment(**DAILY, attendees=["bob"])["id"]
    before = company.head()

    with pytest.raises(Rejected, match="appointment-conflict") as caught:
        company.desk(ANN).move_occurrence(id, SECOND, **where)

    assert company.head() == before
    told = [(one["person"], one["appointment_id"]) for one in caught.value.fields["conflicts"]]
    assert {("ann", id), ("bob", id)} == set(told)


def test_an_occurrence_moves_to_where_the_next_one_begins_and_to_its_own_time_again(company):
    id = company.desk(ANN).book_appointment(**DAILY)["id"]
    for hours in ("06", "07"), ("06", "08"), ("09", "10"):
        begin, end = (f"2030-03-27T{hour}:00:00Z" for hour in hours)
        company.desk(ANN).move_occurrence(id, SECOND, starts_at=begin, ends_at=end)


def test_a_free_series_that_meets_itself_takes_no_time_before_it_is_mended(company):
    id = company.desk(ANN).book_appointment(**DAILY, busy=False)["id"]
    company.desk(ANN).move_occurrence(id, SECOND, **UPON_THE_NEXT)

    with pytest.raises(Rejected, match="appointment-conflict"):
        company.desk(ANN).amend_appointment(id, {"busy": True})


def test_under_a_soft_policy_what_was_confirmed_is_not_asked_about_again(company):
    company.desk(MAY).set_conflict_policy(people="soft", rooms="hard")
    company.desk(ANN).book_appointment(**DAILY)
    id = company.desk(ANN).book_appointment(**DAILY, confirm=True)["id"]
    with pytest.raises(Rejected, match="appointment-conflict"):
        company.desk(ANN).move_occurrence(id, SECOND, **UPON_THE_NEXT)
    company.desk(ANN).move_occurrence(id, SECOND, **UPON_THE_NEXT, confirm=True)

    company.desk(ANN).cancel_occurrence(id, "20300328T080000Z")


def test_a_new_time_makes_the_series_anew_and_a_new_title_does_not(company):
    id = company.desk(ANN).book_appointment(**WEEKLY)["id"]
    company.desk(ANN).cancel_occurrence(id, "20300408T070000Z")
    company.desk(MAY).amend_appointment(id, {"title": "Tea"})
    assert company.events(AppointmentRescheduled) == []

    company.desk(ANN).amend_appointment(id, {"starts_at": "2030-03-25T11:00:00+01:00"})
    [anew] = company.events(AppointmentRescheduled)
    assert [f"{at:%m-%dT%H}" for at in anew.starts] == ["03-25T10", "04-01T09", "04-08T09"]
    assert (anew.ends_at - anew.starts_at).total_seconds() == 3600
