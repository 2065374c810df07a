"""Numbers in recurrence rules: the second Tuesday, the last day of a month."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NUMBER = re.compile(r"[+-]?\d{1,4}", re.ASCII)
WEEKDAY = re.compile(r"([+-]?\d{1,2})?([A-Z]{2})", re.ASCII)
MOST = 62  # numbers of one kind
WEEKS = 53


@dataclass(frozen=True)
class Weekday:
    day: int  # 0: Monday
    nth: int = 0  # 2: the second, -1: the last; 0: each


def whole(name: str, text: str, least: int, most: int) -> int:
    """Raises ValueError that names the bounds."""
    found = int(text) if NUMBER.fullmatch(text) else least - 1
    if not least <= found <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}")
    return found


def wholes(name: str, text: str, most: int, least: int | None = None) -> tuple[int, ...]:
    """Those that are listed, never 0; negative ones count from the end."""
    if not text:
        return ()
    found = {
        whole(name, one, -most if least is None else least, most) for one in listed(name, text)
    }
    if 0 in found:
        raise ValueError(f"{name} begins to count at 1, or at -1 from the end")
    return tuple(sorted(found))


def weekdays(text: str, names: Sequence[str]) -> tuple[Weekday, ...]:
    found = []
    for one in listed("BYDAY", text) if text else ():
        match = WEEKDAY.fullmatch(one)
        if not match or match[2] not in names or (match[1] and not abs(int(match[1]))):
            raise ValueError("BYDAY must list days as MO, 2TU or -1FR")
        found.append(Weekday(names.index(match[2]), int(match[1] or 0)))
    if any(abs(one.nth) > WEEKS for one in found):
        raise ValueError(f"BYDAY counts to {WEEKS} at most")
    return tuple(dict.fromkeys(found))


def listed(name: str, text: str) -> list[str]:
    found = text.split(",")
    if len(found) > MOST:
        raise ValueError(f"{name} lists at most {MOST}")
    return found


def of_month(day: date) -> set[int]:
    """Its number within the month, from the beginning and from the end."""
    return {day.day, day.day - monthrange(day.year, day.month)[1] - 1}


def is_nth(wanted: Weekday, day: date, within_month: bool) -> bool:
    if day.weekday() != wanted.day:
        return False
    if not wanted.nth:
        return True
    number = day.day if within_month else day.timetuple().tm_yday
    last = (
        monthrange(day.year, day.month)[1]
        if within_month
        else date(day.year, 12, 31).timetuple().tm_yday
    )
    return wanted.nth in ((number - 1) // 7 + 1, -((last - number) // 7 + 1))
