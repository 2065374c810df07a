"""What was not taken is sent again for about five days, ever more seldom, never in step."""

from datetime import UTC, datetime

import pytest

from gateway.sending.schedule import JITTER, LONGEST, USUAL, Schedule, retry_after

HOUR = 3_600.0
NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)


def test_from_seconds_to_half_a_day_for_about_five_days():
    assert (USUAL[0], USUAL[-1]) == (5.0, 12 * HOUR)
    assert list(USUAL) == sorted(USUAL)
    assert 4.8 * 24 * HOUR < sum(USUAL) < 5.3 * 24 * HOUR


def test_the_last_delay_is_the_end():
    schedule = Schedule([1, 2])
    assert [schedule.over(failures) for failures in (0, 1, 2, 3)] == [False, False, False, True]


def test_no_two_wait_equally_long():
    waits = {Schedule().delay(1) for _ in range(100)}
    assert len(waits) > 50
    assert all(5 * (1 - JITTER) <= wait <= 5 * (1 + JITTER) for wait in waits)


def test_what_the_target_asks_for_is_the_least_within_reason():
    assert Schedule([5, 5]).delay(1, asked=60) == 60
    assert Schedule([100]).delay(1, asked=1) > 50
    assert Schedule([5]).delay(1, asked=1e9) == LONGEST


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("Sun, 22 Nov 2026 07:01:40 GMT", 100),
        ("Sun, 22 Nov 2026 07:01:40 -0000", 100),
        ("Sun, 22 Nov 2026 06:00:00 GMT", 0),
        ("99999999999999999999", LONGEST),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
        *((nothing, 0) for nothing in (None, "", "-5", "1.5", "soon", "²", "Mon, 99 Foo 2026")),
    ],
)
def test_retry_after_is_seconds_or_a_date(said, seconds):
    assert retry_after(said, NOW) == seconds


def test_an_operator_says_other_delays(monkeypatch):
    monkeypatch.setenv("GUANXI_WEBHOOK_RETRIES", "1,2.5")
    assert Schedule.from_settings().delays == (1.0, 2.5)
    monkeypatch.setenv("GUANXI_WEBHOOK_RETRIES", "soon")
    with pytest.raises(SystemExit):
        Schedule.from_settings()
