"""What every query of the analytics service has at hand: the rows, who asks, and the time."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from kernel.nameko import caller, rows
from kernel.rows import Rows
from kernel.settings import time_zone
from services.analytics import directory, pools
from services.analytics.asker import Asker, asker
from services.analytics.copies import kept
from services.analytics.freshness import caught_up
from services.analytics.groups import LISTS, REPORTS
from services.analytics.periods import Clock
from services.analytics.reading import find
from services.analytics.whose import looking_at, require_line


class Desk:
    lists = rows(LISTS)
    figures = rows(REPORTS)
    caller = caller()

    def _asked(
        self,
        after: Sequence[str] | None,
        person: str | None,
        people: Any,
        by: str | None = None,
        key: str | None = None,
    ) -> tuple[Asker, Rows]:
        """Who asks about whom, and the figures; NotFound for who or what is not there."""
        rows = caught_up(self.figures, after)
        who = looking_at(rows, asker(self.caller, now()), person, people)
        require_line(rows, self.lists, who, by, key)
        return who, rows

    def _among(self, who: Asker, after: Sequence[str] | None = None) -> Asker:
        """Who sees by membership, with the pools that are not open to everybody."""
        if who.sees_all:
            return who
        return who.among(kept(self.lists, pools.POOLS, pools.limited, anew=bool(after)))

    def _seen(self, who: Asker, customer_ids: Iterable[str]) -> dict[str, str]:
        """What those are called that the asker may see."""
        ids = sorted(set(customer_ids))
        seen = self._among(who).customers()
        match = {"$and": [{"_id": {"$in": ids}}, directory.KNOWN, seen]}
        rows = find(self.lists.collection(directory.DIRECTORY), match, [("_id", 1)], len(ids) or 1)
        return {row["_id"]: row["name"] for row in rows}


def clock() -> Clock:
    return Clock(now(), time_zone())


def now() -> datetime:
    return datetime.now(UTC)
