"""When something is: a beginning and an end, in a zone whose wall time a series keeps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from kernel import Invalid
from services.activity import recurrence, rule_text
from services.activity.events import Span, lasting
from services.activity.recurrence import Rule

DAY = timedelta(days=1)
LONGEST = 31 * DAY  # of one appointment
HORIZON_YEARS = 2  # a series ends at the latest so long after its beginning
EARLIEST, LATEST = 1970, 2190


@dataclass(frozen=True)
class When:
    """`starts` are all occurrences, in UTC; a single appointment has one."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    all_day: bool = False
    rule: str = ""
    starts: tuple[datetime, ...] = ()
    left_out: tuple[datetime, ...] = ()

    def span(self, starts_at: datetime) -> Span:
        return lasting(starts_at, Span(self.starts_at, self.ends_at), self.zone, self.all_day)


def local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """One that the clocks leave out is read with the offset before; of two, the first is meant."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def when(
    starts_at: datetime, ends_at: datetime, zone: str, all_day: bool = False, rule: str = "",
    without: Sequence[datetime] = (),
) -> When:  # fmt: skip
    """All occurrences, less those `without`; Invalid names what is wrong."""
    require_span(starts_at, ends_at)
    if all_day:
        require_whole_days(starts_at, ends_at, zone)
    single = When(starts_at, ends_at, zone, all_day, "", (starts_at,))
    made = repeated(single, rule) if rule else single
    return left_out(made, without) if without else made


def repeated(single: When, text: str) -> When:
    zone = ZoneInfo(single.zone)
    begins = local(single.starts_at, zone)
    rule = read(text, zone, single.all_day)
    horizon = years_on(begins.date(), HORIZON_YEARS)
    days = recurrence.days(rule, begins.date(), horizon)
    starts = [instant(datetime.combine(day, begins.time()), zone) for day in days]
    if rule.until:
        starts = [at for at in starts if at <= rule.until]
    require_series(single, rule, starts, horizon)
    ends = Rule(**{**vars(rule), "until": starts[-1]}) if rule.count is None else rule
    written = rule_text.written(ends, zone if single.all_day else None)
    return When(single.starts_at, single.ends_at, single.zone, single.all_day, written,
                tuple(starts))  # fmt: skip


def read(text: str, zone: ZoneInfo, all_day: bool) -> Rule:
    try:
        return recurrence.parse(text, zone)
    except ValueError as error:
        raise wrong("rule", str(error)) from None


def years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return date(day.year + years, 3, 1)


def require_span(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise wrong("ends_at", "must lie after starts_at")
    if ends_at - starts_at > LONGEST:
        raise wrong("ends_at", f"must lie at most {LONGEST.days} days after starts_at")
    if not EARLIEST < starts_at.year < LATEST:
        raise wrong("starts_at", f"must lie between {EARLIEST} and {LATEST}")


def require_whole_days(starts_at: datetime, ends_at: datetime, zone: str) -> None:
    for field, at in (("starts_at", starts_at), ("ends_at", ends_at)):
        if local(at, ZoneInfo(zone)).time() != time():
            raise wrong(field, f"must be a midnight of {zone}, since it is for whole days")


def require_series(single: When, rule: Rule, starts: list[datetime], horizon: date) -> None:
    """It begins with its first occurrence, ends within the horizon, and does not meet itself."""
    if not starts:
        raise wrong("rule", "names no day at all: it would never take place")
    if starts[0] != single.starts_at:
        first = local(starts[0], ZoneInfo(single.zone)).date().isoformat()
        raise wrong("starts_at", f"is no day of the rule: the first one is {first}")
    late = f"lasts at most {HORIZON_YEARS} years, until {horizon.isoformat()}"
    if rule.until and local(rule.until, ZoneInfo(single.zone)).date() > horizon:
        raise wrong("rule", f"a series {late}: give an earlier UNTIL")
    if rule.count and len(starts) < rule.count:
        raise wrong("rule", f"a series {late}: by then it takes place {len(starts)} times")
    spans = list(map(single.span, starts))
    if any(one.ends_at > after.starts_at for one, after in pairwise(spans)):
        raise wrong("rule", "it would begin again before it has ended")


def left_out(made: When, without: Sequence[datetime]) -> When:
    missing = sorted(set(without) - set(made.starts))
    if missing:
        raise wrong("except", f"{missing[0].isoformat()} is no occurrence")
    left = tuple(at for at in made.starts if at not in set(without))
    if not left:
        raise wrong("except", "leaves no occurrence at all")
    return replace(made, starts=left, left_out=tuple(sorted(set(without))))


def wrong(field: str, message: str) -> Invalid:
    errors = [{"field": field, "message": message}]
    return Invalid("invalid", "the input has errors", errors=errors)
