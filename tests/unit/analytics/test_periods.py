from datetime import UTC, datetime

import pytest

from kernel.refusal import Invalid
from services.analytics.asked_days import asked_for
from services.analytics.due import due
from services.analytics.periods import Clock, Period
from services.analytics.plain import NEVER

SHANGHAI = "Asia/Shanghai"
CLOCK = Clock(datetime(2026, 1, 7, 18, tzinfo=UTC), SHANGHAI)  # there it is the 8th already
START = datetime(2026, 1, 7, 16, tzinfo=UTC)
END = datetime(2026, 1, 8, 16, tzinfo=UTC)


def period(from_: str | None, to: str | None, zone: str) -> Period:
    return asked_for(from_, to, None, CLOCK).period(zone)


def test_a_period_holds_both_its_days() -> None:
    assert period("2026-01-08", "2026-01-08", SHANGHAI) == Period(START, END)


def test_a_period_may_be_open() -> None:
    assert period(None, None, SHANGHAI).match("closed_at") == {}
    assert period("2026-01-08", None, SHANGHAI).match("closed_at") == {"closed_at": {"$gte": START}}


def test_a_day_of_a_zone_with_summer_time_has_its_own_length() -> None:
    spring = period("2026-03-29", "2026-03-29", "Europe/Berlin")

    assert spring.start
    assert spring.end
    assert (spring.end - spring.start).total_seconds() == 23 * 3600


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "20260101", "0001-01-01", "9999-12-31"]
)
def test_what_is_no_date_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        period(text, None, SHANGHAI)
    assert refused.value.fields["errors"][0]["field"] == "from"


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        period("2026-01-02", "2026-01-01", SHANGHAI)
    assert refused.value.fields["errors"][0]["field"] == "to"


def test_today_is_the_companys_day() -> None:
    assert due("today", CLOCK) == {"next_contact_at": {"$gte": START, "$lt": END}}


def test_overdue_is_what_was_planned_before_today() -> None:
    assert due("overdue", CLOCK) == {"next_contact_at": {"$lt": START}}


def test_never_is_without_any_contact() -> None:
    assert due("never", CLOCK) == {"last_follow_up_at": NEVER}


def test_any_day_or_range_can_be_asked_for() -> None:
    assert due("2026-01-08", CLOCK) == due("today", CLOCK)
    assert due("2026-01-08..2026-01-08", CLOCK) == due("today", CLOCK)


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "forgotten", "forgotten:", "forgotten:0", "forgotten:x", "forgotten:-1",
     "2026-01-08..", "..2026-01-08", "2026-01-09..2026-01-08", "today:1"],
)  # fmt: skip
def test_anything_else_is_refused_and_says_what_is_allowed(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        due(text, CLOCK)
    [error] = refused.value.fields["errors"]
    assert error["field"] == "due"
    assert "forgotten:N" in error["message"]


def test_any_number_of_days_can_be_asked_for() -> None:
    assert due("forgotten:99999", CLOCK)


def test_this_month_is_asked_for_in_a_word() -> None:
    month = asked_for(None, None, "month", CLOCK)
    assert month.told() == {"from": "2026-01-01", "to": "2026-01-08"}
    assert month.before("previous").told() == {"from": "2025-12-01", "to": "2025-12-08"}


def test_a_word_stands_instead_of_days_and_what_is_open_has_nothing_before_it() -> None:
    with pytest.raises(Invalid, match="within"):
        asked_for("2026-01-01", None, "month", CLOCK)
    with pytest.raises(Invalid, match="within"):
        asked_for(None, None, "decade", CLOCK)
    with pytest.raises(Invalid, match="compare"):
        asked_for("2026-01-01", None, None, CLOCK).before("previous")
