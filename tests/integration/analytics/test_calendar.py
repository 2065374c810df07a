"""Calendars of many long series, asked of real rows: what is not asked for is not read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.activity import moments
from services.activity.events import AppointmentBooked, OccurrenceMoved
from services.analytics.appointments import APPOINTMENTS
from services.analytics.calendar import Whose, calendar, overlapping
from services.analytics.free_time import busy
from tests.integration.analytics.world import ANN, World

FIRST = datetime(2030, 1, 1, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ANNS = Whose(("ann",))


def booked(id: str, starts_at: datetime, ends_at: datetime, rule: str = "") -> AppointmentBooked:
    when = moments.when(starts_at, ends_at, "Asia/Shanghai", rule=rule)
    return AppointmentBooked(
        appointment_id=id, customer_id=None, kind="appointment", title=id, note="", place="",
        private=False, busy=True, organiser="ann", attendees=(), rooms=(), remind_minutes=None,
        uid=None, by="ann", at=FIRST, **vars(when),
    )  # fmt: skip


def asked(world: World, begin: datetime, end: datetime) -> list[str]:
    rows = world.collection(APPOINTMENTS)
    found = calendar(rows, ANN, ANNS, begin, end, None, None, None)["items"]
    return [one["appointment_id"] for one in found]


def test_of_a_series_only_the_months_around_the_days_are_read(world: World) -> None:
    for number in range(5):
        world.happened(booked(f"s{number}", FIRST, FIRST + HOUR, "FREQ=DAILY;COUNT=700"))
    day = FIRST + 400 * DAY

    assert asked(world, day, day + HOUR) == [f"s{number}" for number in range(5)]
    found = overlapping(world.collection(APPOINTMENTS), ANNS, day, day + HOUR)
    assert {tuple(sorted(row["months"])) for row in found} == {("2031-01", "2031-02")}
    assert "note" not in found[0]


def test_what_began_the_month_before_and_what_was_moved_is_there(world: World) -> None:
    january = datetime(2030, 1, 31, 1, tzinfo=UTC)
    world.happened(booked("fair", january, january + 31 * DAY))
    weekly = replace(booked("w", FIRST, FIRST + HOUR, "FREQ=WEEKLY;COUNT=3"), at=FIRST)
    world.happened(weekly)
    far = datetime(2030, 12, 31, 23, 30, tzinfo=UTC)
    world.happened(OccurrenceMoved("w", FIRST + 7 * DAY, far, far + HOUR, "ann", FIRST))

    assert asked(world, january + 30 * DAY, january + 31 * DAY) == ["fair"]
    assert asked(world, far + HOUR / 2, far + HOUR) == ["w"]
    assert asked(world, FIRST, FIRST + 8 * DAY) == ["w"]
    taken = busy(world.collection(APPOINTMENTS), ANNS, far, far + DAY)
    assert taken == {("person", "ann"): [(far, far + HOUR)]}
