"""Recurrence rules (RRULE of RFC 5545) by days: every day up to the horizon is asked once.

So that no rule, however odd, costs more than a look at some hundred days.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from services.activity.ordinals import Weekday, is_nth, of_month, weekdays, whole, wholes

DAY = timedelta(days=1)
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST = 300  # characters
UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)


@dataclass(frozen=True)
class Rule:
    freq: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None  # the last moment at which an occurrence may begin
    by_day: tuple[Weekday, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0


def parse(text: str, zone: ZoneInfo) -> Rule:
    """Raises ValueError with what is wrong with it."""
    parts = split(text)
    freq = parts.get("FREQ", "")
    if freq not in FREQUENCIES:
        raise ValueError(f"FREQ must be one of {', '.join(FREQUENCIES)}")
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("give COUNT or UNTIL, not both")
    rule = Rule(
        freq,
        whole("INTERVAL", parts.get("INTERVAL", "1"), 1, 1000),
        whole("COUNT", parts["COUNT"], 1, 1000) if "COUNT" in parts else None,
        until(parts["UNTIL"], zone) if "UNTIL" in parts else None,
        weekdays(parts.get("BYDAY", ""), DAYS),
        wholes("BYMONTHDAY", parts.get("BYMONTHDAY", ""), 31),
        wholes("BYMONTH", parts.get("BYMONTH", ""), 12, least=1),
        wholes("BYSETPOS", parts.get("BYSETPOS", ""), 366),
        week_start(parts.get("WKST", "MO")),
    )
    require_sense(rule)
    return rule


def split(text: str) -> dict[str, str]:
    if len(text) > LONGEST:
        raise ValueError(f"must have at most {LONGEST} characters")
    pairs = [part.partition("=") for part in text.upper().removeprefix("RRULE:").split(";") if part]
    names = [name for name, _, _ in pairs]
    for name, _, value in pairs:
        if name not in PARTS or not value:
            known = ", ".join(PARTS)
            raise ValueError(f"{name[:20]} is not understood here; there are {known}")
        if names.count(name) > 1:
            raise ValueError(f"{name} stands there twice")
    return {name: value for name, _, value in pairs}


def until(text: str, zone: ZoneInfo) -> datetime:
    """A day includes all that begins on it."""
    found = UNTIL.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        day = datetime.strptime(found[1], "%Y%m%d")
        clock = datetime.strptime(found[2] or "235959", "%H%M%S").time()
        there = datetime.combine(day, clock, UTC if found[3] else zone)
        return there.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("UNTIL must be a day or a moment, as 20261231T000000Z") from None


def week_start(text: str) -> int:
    if text not in DAYS:
        raise ValueError(f"WKST must be one of {', '.join(DAYS)}")
    return DAYS.index(text)


def require_sense(rule: Rule) -> None:
    numbered = any(one.nth for one in rule.by_day)
    if numbered and rule.freq not in ("MONTHLY", "YEARLY"):
        raise ValueError(f"BYDAY takes no number with {rule.freq}")
    if rule.by_month_day and rule.freq == "WEEKLY":
        raise ValueError("BYMONTHDAY goes not with WEEKLY")
    if rule.by_set_pos and not (rule.by_day or rule.by_month_day or rule.by_month):
        raise ValueError("BYSETPOS needs another BY… beside it")


def days(rule: Rule, first: date, horizon: date) -> list[date]:
    """Of the occurrences, from `first` up to and with the horizon; at most COUNT."""
    found: list[date] = []
    for period in periods(rule, first, horizon):
        found += [day for day in positioned(rule, period) if first <= day <= horizon]
        if rule.count and len(found) >= rule.count:
            break
    return found[: rule.count]


def periods(rule: Rule, first: date, horizon: date) -> Iterator[list[date]]:
    """The days that fit, of each day, week, month or year that INTERVAL does not leave out.

    The first period is looked at from its very beginning, and the last one to its end: BYSETPOS
    counts all of its days.
    """
    filled = with_defaults(rule, first)
    begins, ends = first - 366 * DAY, horizon + 366 * DAY
    begin, end = place(rule, first), place(rule, horizon)
    every = (begins + DAY * n for n in range((ends - begins).days))
    within = (day for day in every if begin <= place(rule, day) <= end)
    for number, of_period in groupby(within, lambda day: place(rule, day)):
        if (number - begin) % rule.interval == 0:
            yield [day for day in of_period if fits(filled, day)]


def place(rule: Rule, day: date) -> int:
    """The number of the period that a day lies in."""
    match rule.freq:
        case "DAILY":
            return day.toordinal()
        case "WEEKLY":
            return (day.toordinal() - 1 - rule.week_start) // 7
        case "MONTHLY":
            return day.year * 12 + day.month
        case _:
            return day.year


def with_defaults(rule: Rule, first: date) -> Rule:
    """What the rule does not say, its first day does."""
    said: dict[str, tuple[object, ...]] = {}
    if rule.freq == "WEEKLY" and not rule.by_day:
        said["by_day"] = (Weekday(first.weekday()),)
    if rule.freq in ("MONTHLY", "YEARLY") and not (rule.by_day or rule.by_month_day):
        said["by_month_day"] = (first.day,)
        if rule.freq == "YEARLY" and not rule.by_month:
            said["by_month"] = (first.month,)
    return Rule(**{**vars(rule), **said})


def fits(rule: Rule, day: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_month_day and not of_month(day) & set(rule.by_month_day):
        return False
    within_month = rule.freq == "MONTHLY" or bool(rule.by_month)
    return not rule.by_day or any(is_nth(one, day, within_month) for one in rule.by_day)


def positioned(rule: Rule, period: list[date]) -> Iterable[date]:
    if not rule.by_set_pos:
        return period
    places = {at - 1 if at > 0 else len(period) + at for at in rule.by_set_pos}
    return [day for number, day in enumerate(period) if number in places]
