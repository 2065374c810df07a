"""The win rates of the past, quarter by quarter: between what a forecast may lie."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from kernel.rows import Rows
from services.analytics.deal_reports.behind import MOMENT
from services.analytics.deal_reports.win_rate import BEHIND
from services.analytics.deal_reports.worth import tallied
from services.analytics.deals import CLOSED
from services.analytics.periods import Period, day_start
from services.analytics.question import Question
from services.analytics.spans import months_earlier
from services.analytics.tally import EXACT, Group, counted

MONTHS = 24  # eight quarters


@dataclass(frozen=True, slots=True)
class Rates:
    low: Decimal
    likely: Decimal  # of all the quarters together
    high: Decimal
    quarters: int
    first: date  # of the days that they are of
    last: date


def past_rates(rows: Rows, question: Question) -> Rates | None:
    """Of the deals that the asker sees; None when none was closed in these quarters."""
    asked = replace(question, period=before(question), by="quarter")
    quarters: dict[str | None, list[Group]] = {}
    for group in tallied(rows, asked, BEHIND, CLOSED):
        quarters.setdefault(group.key, []).append(group)
    if not quarters:
        return None
    each = [won_of(groups) for groups in quarters.values()]
    every = won_of(group for groups in quarters.values() for group in groups)
    return Rates(min(each), every, max(each), len(each), *days(asked.period, question.clock.zone))


def before(question: Question) -> Period:
    """Up to the first of the asked days, or now where that is earlier."""
    end = min(question.period.start or question.clock.now, question.clock.now)
    zone = question.clock.zone
    day = end.astimezone(ZoneInfo(zone)).date()
    quarter = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return Period(day_start(months_earlier(quarter, MONTHS), zone), end)


def days(period: Period, zone: str) -> Iterator[date]:
    """The first and the last."""
    assert period.start
    assert period.end
    for at in (period.start, period.end - MOMENT):
        yield at.astimezone(ZoneInfo(zone)).date()


def won_of(groups: Iterable[Group]) -> Decimal:
    every = list(groups)
    won = counted(group for group in every if group.stage == "won")
    return EXACT.divide(Decimal(won), Decimal(counted(every)))
