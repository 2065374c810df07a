"""What every query of the analytics service has at hand: the rows, who asks, and the time."""

from collections.abc import Sequence
from datetime import UTC, datetime

from kernel.nameko import caller, rows
from kernel.settings import time_zone
from services.analytics import pools
from services.analytics.asker import Asker
from services.analytics.copies import kept
from services.analytics.groups import LISTS, REPORTS
from services.analytics.periods import Clock


class Desk:
    lists = rows(LISTS)
    figures = rows(REPORTS)
    caller = caller()

    def _among(self, who: Asker, after: Sequence[str] | None = None) -> Asker:
        """Who sees by membership, with the pools that are not open to everybody."""
        if who.sees_all:
            return who
        return who.among(kept(self.lists, pools.POOLS, pools.limited, anew=bool(after)))


def clock() -> Clock:
    return Clock(now(), time_zone())


def now() -> datetime:
    return datetime.now(UTC)
