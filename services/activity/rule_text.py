"""A recurrence rule as iCalendar writes it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.activity.recurrence import DAYS, Rule


def written(rule: Rule, zone: ZoneInfo | None) -> str:
    """As iCalendar has it; `zone` for whole days, whose UNTIL is a day."""
    said: Mapping[str, str] = {
        "FREQ": rule.freq,
        "INTERVAL": str(rule.interval) if rule.interval > 1 else "",
        "COUNT": str(rule.count or ""),
        "UNTIL": moment(rule.until, zone) if rule.until else "",
        "BYDAY": ",".join(f"{one.nth or ''}{DAYS[one.day]}" for one in rule.by_day),
        "BYMONTHDAY": ",".join(map(str, rule.by_month_day)),
        "BYMONTH": ",".join(map(str, rule.by_month)),
        "BYSETPOS": ",".join(map(str, rule.by_set_pos)),
        "WKST": DAYS[rule.week_start] if rule.week_start else "",
    }
    return ";".join(f"{name}={value}" for name, value in said.items() if value)


def moment(at: datetime, zone: ZoneInfo | None) -> str:
    if zone:
        return at.astimezone(zone).strftime("%Y%m%d")
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
