"""When customers may be called: the company's hours, kept by who calls with one key."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from kernel import Aggregate, Rejected
from kernel.context import Context
from kernel.form import Form
from kernel.rfc3339 import dump_time
from services.activity.events import CallingHoursSet
from services.activity.rule_input import time_of_day
from services.rights import require_lead
from services.working_days import WorkingDays

COMPANY = "company"  # id of the one set of hours
CHANNELS = ("phone", "sms", "wechat", "message", "fax", "visit")
USUAL = ("phone", "sms")
MIDNIGHT = "24:00"  # at the end of a day
LATE = timedelta(minutes=15)  # a call that began in time is written down when it has ended
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """As nobody has set them: at any time."""

    version: int = 0
    opens: str | None = None
    closes: str | None = None
    working_days: bool = False
    channels: tuple[str, ...] = USUAL


def set_hours(hours: Hours, asker: Context, wanted: Hours, at: datetime) -> list[CallingHoursSet]:
    """The version is ours to say."""
    require_lead(asker, "set the hours for calls")
    if replace(wanted, version=hours.version) == hours:
        return []
    told = {name: value for name, value in vars(wanted).items() if name != "version"}
    return [CallingHoursSet(version=hours.version + 1, **told, by=asker.actor, at=at)]


def read_hours(form: Form, opens: Any, closes: Any, working_days: Any, channels: Any) -> Hours:
    """Both ends or none; and without them nothing else, for it would keep nobody from anything."""
    begin = None if opens is None else form.read("opens", opens, time_of_day, "00:00")
    end = None if closes is None else form.read("closes", closes, end_of_day, MIDNIGHT)
    if (opens is None) != (closes is None):
        form.wrong("closes" if closes is None else "opens", "must be given with the other end")
    elif begin and end and not form.errors and end <= begin:
        form.wrong("closes", "must lie after opens: hours end on the day that they begin on")
    kept = read_channels(form, channels)
    flag = working_days is not None and form.flag("working_days", working_days)
    if begin is None and (flag or channels is not None):
        form.wrong("opens", "must be given, with closes: without hours nobody is kept from a call")
    return Hours(0, begin, end, flag, kept)


def read_channels(form: Form, channels: Any) -> tuple[str, ...]:
    if channels is None:
        return USUAL
    named = form.texts("channels", channels, len(CHANNELS), 20)
    for place, one in enumerate(named):
        form.choice(f"channels.{place}", one, CHANNELS)
    if not named:
        form.wrong("channels", "must name those that are kept to these hours, or be left out")
    return tuple(one for one in CHANNELS if one in named)


def end_of_day(value: Any) -> str:
    return MIDNIGHT if value == MIDNIGHT else time_of_day(value)


def require_open(hours: Hours, channel: str, at: datetime, days: WorkingDays) -> None:
    """`at` is told by the clock where the company is."""
    if at_any_time(hours, channel) or is_open(hours, at, days, LATE):
        return
    again = opens_at(hours, at, days)
    when = " on working days" if hours.working_days else ""
    raise Rejected(
        "outside-calling-hours",
        f"customers are contacted by {channel} from {hours.opens} to {hours.closes}{when}: "
        f"go on at {again:%Y-%m-%d %H:%M}; who has rung you is logged as a follow-up",
        channel=channel,
        opens_at=dump_time(again),
    )


def at_any_time(hours: Hours, channel: str) -> bool:
    return hours.opens is None or channel not in hours.channels


def is_open(hours: Hours, at: datetime, days: WorkingDays, late: timedelta = timedelta()) -> bool:
    if hours.opens is None or hours.closes is None:
        return True
    return any(
        works(hours, day, days)
        and on(day, hours.opens, at) <= at <= on(day, hours.closes, at) + late
        for day in (at.date(), at.date() - DAY)  # of yesterday, what has just ended
    )


def opens_at(hours: Hours, at: datetime, days: WorkingDays) -> datetime:
    """When next, for who is too early or too late."""
    assert hours.opens
    ahead = at if at < on(at.date(), hours.opens, at) else at + DAY
    while not works(hours, ahead.date(), days):
        ahead += DAY
    return on(ahead.date(), hours.opens, at)


def works(hours: Hours, day: date, days: WorkingDays) -> bool:
    return not hours.working_days or days.is_working(day)


def on(day: date, clock: str, there: datetime) -> datetime:
    """`there` is the company's clock."""
    if clock == MIDNIGHT:
        day, clock = day + DAY, "00:00"
    return datetime.combine(day, time.fromisoformat(clock), there.tzinfo)


def evolve(hours: Hours, event: CallingHoursSet) -> Hours:
    told = (event.opens, event.closes, event.working_days, event.channels)
    return Hours(event.version, *told)


CALLING_HOURS = Aggregate("calling-hours", Hours(), evolve, CallingHoursSet, implicit=True)
