"""Series: wall time stays, occurrences move and fall out, and free what they took."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise, takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel import NotFound, Rejected
from services.activity.events import AppointmentBooked, AppointmentRescheduled, TimeTaken
from services.activity.moments import when
from services.activity.recurrence import days, parse
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


def test_a_new_time_makes_the_series_anew_and_a_new_title_does_not(company):
    id = company.desk(ANN).book_appointment(**WEEKLY)["id"]
    company.desk(ANN).cancel_occurrence(id, "20300408T070000Z")
    company.desk(MAY).amend_appointment(id, {"title": "Tea"})
    assert company.events(AppointmentRescheduled) == []

    company.desk(ANN).amend_appointment(id, {"starts_at": "2030-03-25T11:00:00+01:00"})
    [anew] = company.events(AppointmentRescheduled)
    assert [f"{at:%m-%dT%H}" for at in anew.starts] == ["03-25T10", "04-01T09", "04-08T09"]
    assert (anew.ends_at - anew.starts_at).total_seconds() == 3600


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NUMBERED = st.tuples(st.sampled_from([-2, -1, 1, 2, 3]), st.sampled_from(DAYS))


def lists(of, most=3):
    return st.lists(of, min_size=1, max_size=most, unique=True)


def joined(values):
    return ",".join(map(str, values))


@st.composite
def rules(draw):
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}"]
    parts += draw(st.sampled_from([[], ["INTERVAL=2"], ["INTERVAL=5"]]))
    plain = lists(st.sampled_from(DAYS)).map(joined)
    numbered = lists(NUMBERED.map(lambda one: f"{one[0]}{one[1]}")).map(joined)
    by_day = plain | numbered if freq in ("MONTHLY", "YEARLY") else plain
    found = {
        "BYDAY": draw(st.none() | by_day),
        "BYMONTHDAY": draw(st.none() | lists(st.sampled_from([-2, -1, 1, 15, 29, 31])).map(joined))
        if freq != "WEEKLY" else None,
        "BYMONTH": draw(st.none() | lists(st.integers(1, 12)).map(joined)),
        "WKST": draw(st.sampled_from([None, "SU"])),
    }  # fmt: skip
    parts += [f"{name}={value}" for name, value in found.items() if value]
    # Of the first week the other library counts only what lies behind the beginning.
    numbering = freq != "WEEKLY" and (found["BYDAY"] or found["BYMONTHDAY"])
    if numbering and draw(st.booleans()):
        parts.append(f"BYSETPOS={joined(draw(lists(st.sampled_from([-2, -1, 1, 2, 3]))))}")
    return ";".join([*parts, *draw(st.sampled_from([[], ["COUNT=4"]]))])


FIRST = st.datetimes(datetime(2028, 1, 1), datetime(2033, 1, 1)).map(
    lambda at: at.replace(hour=9, minute=0, second=0, microsecond=0)
)


@settings(max_examples=60, deadline=None)
@given(rules(), FIRST)
def test_days_are_those_that_another_library_finds(text, first):
    """The other one looks until the year 9999 for what never comes: only what does is asked."""
    horizon = first.replace(year=first.year + 2, day=min(first.day, 28))
    rule = parse(text, UTC)
    endless = replace(rule, count=None)
    if not any(
        day > horizon.date()
        for day in days(endless, first.date(), horizon.date().replace(year=first.year + 5))
    ):
        return

    found = days(rule, first.date(), horizon.date())

    theirs = takewhile(lambda at: at <= horizon, rrulestr(text, dtstart=first))
    assert found == [at.date() for at in theirs]


@settings(max_examples=30, deadline=None)
@given(rules(), FIRST)
def test_a_rule_that_is_accepted_reads_the_same_when_it_is_written(text, first):
    starts_at = first.replace(tzinfo=UTC)
    found = days(parse(text, UTC), first.date(), first.replace(year=first.year + 2, day=1).date())
    if not found or "COUNT" in text:
        return
    begins = starts_at.replace(year=found[0].year, month=found[0].month, day=found[0].day)
    try:
        made = when(begins, begins.replace(hour=10), "UTC", rule=text)
    except Exception:
        return
    again = when(begins, begins.replace(hour=10), "UTC", rule=made.rule)
    assert again == made
    assert all(one < other for one, other in pairwise(made.starts))
