"""Who is told of appointments and tasks, and when."""

from dataclasses import replace
from datetime import timedelta

from services.activity.events import (
    AppointmentCancelled,
    AppointmentRescheduled,
    AttendanceChanged,
    InvitationAnswered,
    NoticeGiven,
    OccurrenceCancelled,
    OccurrenceMoved,
    TaskDone,
    TaskGiven,
)
from services.activity.noticing import moment_of, overdue, too_late
from tests.unit.activity.noticed import (
    BY,
    LATER,
    NOON,
    at,
    booked,
    rows,
)


def test_who_is_invited_is_told_at_once_and_who_attends_before_it_begins():
    start = at("2026-01-09 15:00")
    found = rows(booked(start), source="activity")
    told = {id.partition("/")[0]: overdue(one, BY, start) for id, one in found.items()}

    assert (told["news"].kind, told["news"].people, told["news"].of) == (
        "appointment-invited", ("bob",), start,
    )  # fmt: skip
    soon = told["appointment"]
    assert (soon.at, soon.people, soon.of) == (
        start - timedelta(minutes=15), ("ann", "bob"), start,
    )  # fmt: skip
    assert not too_late(soon, start)
    assert too_late(soon, start + timedelta(minutes=1))


def soon(*events):
    """When who is told of an appointment that will begin."""
    found = rows(*events, source="activity")["appointment/a1"]
    notice = overdue(found, BY, NOON + LATER)
    return notice and (notice.of, notice.people)


def test_of_an_appointment_is_told_who_comes_when_it_takes_place():
    start, next_day = at("2026-01-09 15:00"), at("2026-01-10 15:00")
    made = booked(start)

    declined = InvitationAnswered("a1", "bob", "declined", NOON)
    assert soon(made, declined) == (start, ("ann",))
    assert soon(made, AttendanceChanged("a1", ("cy",), ("bob",), (), (), "ann", NOON)) == (
        start, ("ann", "cy"),
    )  # fmt: skip
    moved = AppointmentRescheduled(
        "a1", "c1", next_day, next_day, "Asia/Shanghai", False, "", (next_day,), "ann", NOON
    )
    assert soon(made, moved) == (next_day, ("ann", "bob"))
    assert soon(made, AppointmentCancelled("a1", "c1", "ill", "ann", NOON)) is None
    assert soon(booked(start, remind=None)) is None


def test_each_occurrence_of_a_series_is_told_where_it_has_been_moved_to():
    first, second = at("2026-01-09 15:00"), at("2026-01-16 15:00")
    series = booked(first, second, attendees=())
    moved = OccurrenceMoved("a1", second, first + timedelta(days=1), first, "ann", NOON)
    given_first = NoticeGiven(
        "appointment/a1", "appointment-soon", first - timedelta(minutes=15), ("ann",), NOON
    )

    found = rows(series, moved, given_first, source="activity")["appointment/a1"]
    assert moment_of(found, BY) == first + timedelta(days=1, minutes=-15)
    cancelled = OccurrenceCancelled("a1", first, "ill", "ann", NOON)
    found = rows(series, cancelled, source="activity")["appointment/a1"]
    assert moment_of(found, BY) == second - timedelta(minutes=15)


def test_a_task_is_told_when_somebody_gives_it_and_when_it_is_due():
    due_at = at("2026-01-12 10:00")
    task = TaskGiven("t1", "c1", "x", "", "bob", due_at, "ann", NOON)
    found = rows(task, source="activity")

    assert {overdue(one, BY, due_at).kind for one in found.values()} == {"task-given", "task-due"}
    own = rows(replace(task, by="bob"), source="activity")
    assert list(own) == ["task/t1"]
    done = rows(replace(task, by="bob"), TaskDone("t1", "c1", "bob", NOON), source="activity")
    assert moment_of(done["task/t1"], BY) is None
