from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.analytics.spans import WITHIN, Span, before, to_date

TODAY = date(2026, 11, 19)  # a Thursday
DAYS = some.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("unit", "first"),
    [
        ("day", TODAY),
        ("week", date(2026, 11, 16)),
        ("month", date(2026, 11, 1)),
        ("quarter", date(2026, 10, 1)),
        ("year", date(2026, 1, 1)),
    ],
)
def test_a_period_to_date_begins_with_its_first_day(unit, first):
    assert to_date(unit, TODAY) == Span(first, TODAY, unit)


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        ("day", date(2026, 11, 18), date(2026, 11, 18)),
        ("week", date(2026, 11, 9), date(2026, 11, 12)),
        ("month", date(2026, 10, 1), date(2026, 10, 19)),
        ("quarter", date(2026, 7, 1), date(2026, 8, 19)),
        ("year", date(2025, 1, 1), date(2025, 11, 19)),
    ],
)
def test_a_period_to_date_goes_with_as_much_of_the_one_before(unit, first, last):
    assert before(to_date(unit, TODAY), "previous") == Span(first, last, unit)


def test_whole_months_go_with_whole_months():
    march = Span(date(2024, 3, 1), date(2024, 3, 31))
    assert before(march, "previous") == Span(date(2024, 2, 1), date(2024, 2, 29))
    quarter = Span(date(2026, 1, 1), date(2026, 3, 31))
    assert before(quarter, "previous") == Span(date(2025, 10, 1), date(2025, 12, 31))
    february = Span(date(2025, 2, 1), date(2025, 2, 28))
    assert before(february, "last-year") == Span(date(2024, 2, 1), date(2024, 2, 29))


def test_other_spans_go_with_as_many_days():
    assert before(Span(date(2026, 11, 10), date(2026, 11, 19)), "previous") == Span(
        date(2026, 10, 31), date(2026, 11, 9)
    )


def test_a_day_that_is_not_there_is_the_last_of_its_month():
    leap = Span(date(2024, 2, 10), date(2024, 2, 29), "month")
    assert before(leap, "last-year").last == date(2023, 2, 28)
    assert before(to_date("month", date(2026, 3, 31)), "previous").last == date(2026, 2, 28)


@given(DAYS, some.sampled_from(WITHIN))
def test_what_is_compared_with_is_over_and_begins_where_its_period_does(today, unit):
    now = to_date(unit, today)
    earlier = before(now, "previous")
    assert earlier.first <= earlier.last < now.first
    assert to_date(unit, earlier.first).first == earlier.first


@given(DAYS, some.integers(0, 400))
def test_the_span_before_ends_the_day_before(first, length):
    span = Span(first, first + timedelta(days=length))
    assert before(span, "previous").last == first - timedelta(days=1)
