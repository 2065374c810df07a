from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.weeks import local_day, monday, week_of


@given(some.dates(date(2000, 1, 3), date(2199, 12, 29)))
def test_every_day_lies_in_its_week(day):
    assert monday(week_of(day)) == day - timedelta(days=day.weekday())


def test_a_week_belongs_to_the_year_of_its_thursday():
    assert week_of(date(2026, 1, 1)) == "2026-W01"
    assert week_of(date(2027, 1, 1)) == "2026-W53"
    assert monday("2026-W53") == date(2026, 12, 28)


@pytest.mark.parametrize("text", ["2025-W53", "2026-W00", "2026-W54", "2026-W1", "26-W01", "", 7])
def test_what_is_no_week_is_refused(text):
    with pytest.raises(ValueError, match="must be a week, as 2026-W48"):
        monday(text)


def test_a_day_is_that_of_the_company():
    late = datetime(2026, 1, 5, 17, tzinfo=UTC)
    assert local_day(late, ZoneInfo("Asia/Shanghai")) == date(2026, 1, 6)
