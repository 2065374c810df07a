"""The days that were announced for 2025 and 2026, day by day, and what is counted by them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.holidays import ANNOUNCED
from services.working_days import SHIPPED, WorkingDays, in_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 2, 13, 4, tzinfo=UTC)  # a Friday, 12:00 in Shanghai


def on(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2025-01-01", "2025-01-01", 1), ("2025-01-28", "2025-02-04", 8),
        ("2025-04-04", "2025-04-06", 3), ("2025-05-01", "2025-05-05", 5),
        ("2025-05-31", "2025-06-02", 3), ("2025-10-01", "2025-10-08", 8),
        ("2026-01-01", "2026-01-03", 3), ("2026-02-15", "2026-02-23", 9),
        ("2026-04-04", "2026-04-06", 3), ("2026-05-01", "2026-05-05", 5),
        ("2026-06-19", "2026-06-21", 3), ("2026-09-25", "2026-09-27", 3),
        ("2026-10-01", "2026-10-07", 7),
    ],
)  # fmt: skip
def test_every_announced_holiday_is_free_for_as_long_as_the_notice_says(first, last, days):
    [holiday] = [each for each in ANNOUNCED[on(first).year].holidays if each.first == on(first)]
    assert (holiday.last, len(holiday.days())) == (on(last), days)
    assert not any(SHIPPED.is_working(day) for day in holiday.days())


@pytest.mark.parametrize(
    ("day", "weekday"),
    [
        ("2025-01-26", "Sunday"), ("2025-02-08", "Saturday"), ("2025-04-27", "Sunday"),
        ("2025-09-28", "Sunday"), ("2025-10-11", "Saturday"),
        ("2026-01-04", "Sunday"), ("2026-02-14", "Saturday"), ("2026-02-28", "Saturday"),
        ("2026-05-09", "Saturday"), ("2026-09-20", "Sunday"), ("2026-10-10", "Saturday"),
    ],
)  # fmt: skip
def test_the_weekend_days_made_up_are_worked(day, weekday):
    assert on(day).strftime("%A") == weekday
    assert SHIPPED.is_working(on(day))


@pytest.mark.parametrize(("year", "working"), [(2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_are_left(year, working):
    assert SHIPPED.count(on(f"{year - 1}-12-31"), on(f"{year}-12-31")) == working


def test_of_a_year_nobody_has_announced_only_weekends_are_free():
    assert SHIPPED.is_working(on("2031-01-01"))
    assert not SHIPPED.is_working(on("2031-01-04"))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-02-13", "2026-02-13"),
        ("2026-02-14", "2026-02-14"),  # a Saturday that is made up
        ("2026-02-15", "2026-02-24"),  # the Spring Festival
        ("2026-02-28", "2026-02-28"),
        ("2026-03-01", "2026-03-02"),
        ("2025-12-31", "2025-12-31"),
        ("2026-01-01", "2026-01-04"),  # a Sunday that is made up
    ],
)
def test_the_next_working_day_is_the_day_itself_or_the_first_one_after_it(day, found):
    assert SHIPPED.next_working(on(day)) == on(found)


def test_the_last_working_day_is_the_day_itself_or_the_one_before_it():
    assert SHIPPED.last_working(on("2026-02-23")) == on("2026-02-14")
    assert SHIPPED.last_working(on("2026-02-14")) == on("2026-02-14")


@pytest.mark.parametrize(
    ("day", "working", "found"),
    [
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-15", 1, "2026-02-24"),
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-02-18", 0, "2026-02-24"),
        ("2025-12-31", 5, "2026-01-08"),
    ],
)
def test_working_days_are_added_and_taken_off(day, working, found):
    assert SHIPPED.add(on(day), working) == on(found)


def test_days_are_counted_after_the_first_and_with_the_last():
    assert SHIPPED.count(on("2026-02-13"), on("2026-02-24")) == 2
    assert SHIPPED.count(on("2026-02-24"), on("2026-02-24")) == 0
    assert SHIPPED.count(on("2026-02-24"), on("2026-02-13")) == 0


def test_what_a_company_enters_replaces_the_year_and_leaves_the_others():
    own = SHIPPED.with_year(2026, [on("2026-03-02")], [on("2026-03-01"), on("2027-01-02")])

    assert own.is_working(on("2026-02-18"))  # no Spring Festival any more
    assert (own.is_working(on("2026-03-01")), own.is_working(on("2026-03-02"))) == (True, False)
    assert not own.is_working(on("2027-01-02"))  # not of that year
    assert not own.is_working(on("2025-10-01"))


def test_in_so_many_days_it_is_the_same_time_where_the_company_is():
    assert in_days(NOON, 3, SHANGHAI, None) == NOON + timedelta(days=3)
    assert in_days(NOON, 3, SHANGHAI, SHIPPED) == datetime(2026, 2, 24, 4, tzinfo=UTC)
    late = datetime(2026, 2, 13, 18, tzinfo=UTC)  # the 14th, 02:00 in Shanghai
    assert in_days(late, 0, SHANGHAI, SHIPPED) == late
    assert in_days(late, 1, SHANGHAI, SHIPPED) == datetime(2026, 2, 23, 18, tzinfo=UTC)


def test_the_same_time_of_day_stays_when_the_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 3, 27, 9, tzinfo=UTC)  # 10:00, the clocks go on on the 29th
    assert in_days(before, 3, berlin, WorkingDays()) == datetime(2026, 3, 30, 8, tzinfo=UTC)
