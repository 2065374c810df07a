"""What every query of the analytics service has at hand: the rows, who asks, and the time."""

from datetime import UTC, datetime

from kernel.nameko import caller, rows
from kernel.settings import time_zone
from services.analytics.groups import LISTS, REPORTS
from services.analytics.periods import Clock


class Desk:
    lists = rows(LISTS)
    figures = rows(REPORTS)
    caller = caller()


def clock() -> Clock:
    return Clock(now(), time_zone())


def now() -> datetime:
    return datetime.now(UTC)
