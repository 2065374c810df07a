"""What the figures on the ladder count: customers, by a date, by a rung, and by who has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.projection import Row
from services.analytics import hands
from services.analytics.ladder import RANKS, RUNGS
from services.analytics.parameters import one_of
from services.analytics.periods import Period
from services.analytics.question import Question

Condition = dict[str, Any]
KNOWN: Mapping[str, Any] = {"registered_at": {"$ne": None}, "archived": {"$ne": True}}
HELD = "held_by"  # who has it, or had it last
TIMED = {"since": {"$ne": None}}  # a stay; since when it stood on its first rung is not known


def once(row: Row, period: Period, rung: str | None) -> int:
    return 1


@dataclass(frozen=True, slots=True)
class Counted:
    """Whose customers, and which: of a period, and on a rung if one is named."""

    holder: str
    within: Callable[[Period, str | None], Condition]
    cut: bool = True  # or it stands in the total alone
    times: Callable[[Row, Period, str | None], int] = once  # so often is a customer counted

    def chosen(self, question: Question, period: Period, part: str | None) -> Condition:
        rung = None if part is None else one_of("part", part, RUNGS)
        mine = question.asker.own(self.holder)
        return {"$and": [dict(KNOWN), mine, self.within(period, rung)]}


def reached(period: Period, rung: str | None) -> Condition:
    """Who has ever stood so high; all have been as high as the pool."""
    high = {"highest": {"$gte": RANKS[one_of("part", rung, RANKS)]}} if rung else {}
    return period.match("registered_at") | ({} if rung == "pool" else high)


def left(period: Period, rung: str | None) -> Condition:
    """Who has left the rung, or any, within the period: one and the same stay."""
    stay = TIMED | period.match("until") | ({"stage": rung} if rung else {})
    return {"stays": {"$elemMatch": stay}}


def stays(row: Row, period: Period, rung: str | None) -> int:
    """Who has left it twice is counted twice."""
    timed = [one for one in row["stays"] if one["since"] and period.holds(one["until"])]
    return sum(rung in (None, one["stage"]) for one in timed)


def standing(period: Period, rung: str | None) -> Condition:
    here = {"$expr": {"$eq": [hands.RUNG, rung]}} if rung else {}
    return period.match("registered_at") | here


REACHED = Counted(HELD, reached)
LEFT = Counted(HELD, left, times=stays)
STANDING = Counted("owner", standing, cut=False)
