"""Calendars folded from what happened to appointments, and when everybody is free."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from kernel.testing import project
from services.activity.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentGivenBack,
    AppointmentHandedOver,
    AttendanceChanged,
    InvitationAnswered,
    OccurrenceCancelled,
    OccurrenceMoved,
)
from services.analytics.appointments import APPOINTMENTS, times
from services.analytics.free_time import merged, slots
from services.working_days import SHIPPED

MONDAY = datetime(2026, 3, 9, 1, tzinfo=UTC)  # nine o'clock in Shanghai
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
BOOKED = AppointmentBooked(
    "a1", "c1", "appointment", "Tea", "", "", False, True, "ann", ("bob",), ("r1",), MONDAY,
    MONDAY + HOUR, "Asia/Shanghai", False, "FREQ=WEEKLY;COUNT=2", (MONDAY, MONDAY + WEEK), 15,
    None, "ann", MONDAY,
)  # fmt: skip


def row(*events):
    return project(APPOINTMENTS, *events)["a1"]


def test_a_row_knows_who_comes_and_when_all_of_it_is():
    found = row(BOOKED)

    assert (found["people"], found["rooms"], found["organiser"]) == (["ann", "bob"], ["r1"], "ann")
    assert (found["first"], found["last"]) == (MONDAY, MONDAY + WEEK + HOUR)
    assert times(found)[1] == [MONDAY + WEEK, MONDAY + WEEK + HOUR, MONDAY + WEEK]


def test_who_declines_does_not_come_and_who_is_released_neither():
    declined = InvitationAnswered("a1", "bob", "declined", MONDAY)
    assert row(BOOKED, declined)["people"] == ["ann"]
    accepted = replace(declined, answer="accepted")
    assert row(BOOKED, declined, accepted)["people"] == ["ann", "bob"]
    changed = AttendanceChanged("a1", ("cy",), ("bob",), ("r2",), ("r1",), "ann", MONDAY)
    assert (row(BOOKED, changed)["people"], row(BOOKED, changed)["rooms"]) == (
        ["ann", "cy"],
        ["r2"],
    )


def test_an_occurrence_keeps_its_name_wherever_it_is_moved():
    moved = OccurrenceMoved(
        "a1", MONDAY, MONDAY + 2 * WEEK, MONDAY + 2 * WEEK + HOUR, "ann", MONDAY
    )
    found = row(BOOKED, moved)
    assert times(found) == [
        [MONDAY + WEEK, MONDAY + WEEK + HOUR, MONDAY + WEEK],
        [MONDAY + 2 * WEEK, MONDAY + 2 * WEEK + HOUR, MONDAY],
    ]
    assert found["sequence"] == 1
    gone = OccurrenceCancelled("a1", MONDAY, "", "ann", MONDAY)
    assert [one[2] for one in times(row(BOOKED, moved, gone))] == [MONDAY + WEEK]


def test_what_is_cancelled_is_in_no_calendar():
    found = row(BOOKED, AppointmentCancelled("a1", "c1", "ill", "ann", MONDAY))
    assert (found["first"], found["last"], found["cancelled"]) == (None, None, True)


def test_who_comes_in_for_a_leaver_and_has_no_time_is_adrift():
    handed = AppointmentHandedOver("a1", "h1", "ann", "cy", True, True, MONDAY)
    found = row(BOOKED, handed)
    assert (found["organiser"], found["people"], found["adrift"]) == ("cy", ["bob", "cy"], ["cy"])
    accepted = InvitationAnswered("a1", "cy", "accepted", MONDAY)
    assert row(BOOKED, handed, accepted)["adrift"] == []


def test_who_gets_an_appointment_back_comes_as_they_had_answered():
    handed = AppointmentHandedOver("a1", "h1", "ann", "cy", True, False, MONDAY)
    back = AppointmentGivenBack("a1", "h1", "ann", "cy", False, True, "accepted", True, MONDAY)
    found = row(BOOKED, handed, back)
    assert (found["organiser"], found["people"], found["adrift"]) == (
        "ann",
        ["bob", "ann"],
        ["ann"],
    )
    stayed = row(BOOKED, replace(handed, to="bob"), replace(back, before="bob", stays=True))
    assert (stayed["organiser"], sorted(stayed["people"])) == ("ann", ["ann", "bob"])


def test_times_that_touch_are_one():
    spans = [(MONDAY + HOUR, MONDAY + 2 * HOUR), (MONDAY, MONDAY + HOUR)]
    assert list(merged(spans)) == [(MONDAY, MONDAY + 2 * HOUR)]
    apart = [(MONDAY, MONDAY + HOUR), (MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)]
    assert list(merged(apart)) == apart


def test_slots_lie_in_the_hours_of_working_days_where_nobody_is_busy():
    saturday = MONDAY - 2 * timedelta(days=1)
    ann = [(MONDAY, MONDAY + HOUR / 2)]
    bob = [(MONDAY + 2 * HOUR, MONDAY + 9 * HOUR)]

    hours = (time(9), time(18))
    span = (saturday, MONDAY + 12 * HOUR)
    found = slots([ann, bob], *span, HOUR, hours, "Asia/Shanghai", SHIPPED)
    assert [one["starts_at"][:16] for one in found["items"]] == [
        "2026-03-09T01:30", "2026-03-09T01:45", "2026-03-09T02:00",
    ]  # fmt: skip
    closed = SHIPPED.with_year(2026, [date(2026, 3, 9)], [])
    assert slots([ann, bob], *span, HOUR, hours, "Asia/Shanghai", closed)["items"] == []
