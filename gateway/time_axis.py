"""The axis of a chart over time: periods in their order, those without anything among them."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

FOLLOWING: Mapping[str, Callable[[str], str]] = {  # by the shape of what a period is called
    r"\d{4}-\d\d-\d\d": lambda day: str(date.fromisoformat(day) + timedelta(days=1)),
    r"\d{4}-W\d\d": lambda week: week_after(week),
    r"\d{4}-\d\d": lambda month: counted_on(month, "-", 12, 2),
    r"\d{4}-Q\d": lambda quarter: counted_on(quarter, "-Q", 4, 1),
    r"\d{4}": lambda year: f"{int(year) + 1:04}",
}


def whole(periods: Iterable[str], most: int) -> list[str]:
    """From the first to the last; without those between when that would be more than so many."""
    known = sorted(set(periods))
    if not known:
        return []
    shapes = [shape for shape in FOLLOWING if all(re.fullmatch(shape, one) for one in known)]
    every = [known[0]]
    while shapes and every[-1] < known[-1] and len(every) <= most:
        every.append(FOLLOWING[shapes[0]](every[-1]))
    return every if every[-1] == known[-1] and len(every) <= most else known


def week_after(week: str) -> str:
    year, number, _ = (date.fromisoformat(f"{week}-1") + timedelta(days=7)).isocalendar()
    return f"{year:04}-W{number:02}"


def counted_on(period: str, mark: str, last: int, digits: int) -> str:
    """The next one of its year, or the first of the next year."""
    year, number = (int(part) for part in period.split(mark))
    year, number = (year, number + 1) if number < last else (year + 1, 1)
    return f"{year:04}{mark}{number:0{digits}}"
