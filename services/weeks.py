"""Weeks as people plan by them: of ISO 8601, from Monday to Sunday, written 2026-W48."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEK = re.compile(r"(20\d\d|21\d\d)-W(0[1-9]|[1-4]\d|5[0-3])", re.ASCII)
EXAMPLE = "must be a week, as 2026-W48"


def monday(week: str) -> date:
    """Raises ValueError for what is no week: not every year has 53."""
    match = WEEK.fullmatch(week) if isinstance(week, str) else None
    if not match:
        raise ValueError(EXAMPLE)
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise ValueError(EXAMPLE) from None


def week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def local_day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
