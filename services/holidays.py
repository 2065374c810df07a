"""The public holidays of China, as the State Council has announced them, with the days worked
instead.

After the notices of its General Office of 12 November 2024 (for 2025) and of 4 November 2025 (for
2026). A year that is not here has yet to be entered by the company.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Holiday:
    """Days off in a row."""

    name: str
    first: date
    last: date

    def days(self) -> list[date]:
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Notice:
    """What is announced for one year: everything else is Monday to Friday."""

    holidays: tuple[Holiday, ...]
    worked: tuple[date, ...]  # weekend days that are worked instead


def notice(year: int, holidays: str, worked: str) -> Notice:
    named = (line.split() for line in holidays.strip().splitlines())
    return Notice(
        tuple(Holiday(name, on(year, first), on(year, last)) for name, first, last in named),
        tuple(on(year, day) for day in worked.split()),
    )


def on(year: int, day: str) -> date:
    return date.fromisoformat(f"{year}-{day}")


ANNOUNCED = {
    2025: notice(
        2025,
        """
        元旦 01-01 01-01
        春节 01-28 02-04
        清明节 04-04 04-06
        劳动节 05-01 05-05
        端午节 05-31 06-02
        国庆节、中秋节 10-01 10-08
        """,
        worked="01-26 02-08 04-27 09-28 10-11",
    ),
    2026: notice(
        2026,
        """
        元旦 01-01 01-03
        春节 02-15 02-23
        清明节 04-04 04-06
        劳动节 05-01 05-05
        端午节 06-19 06-21
        中秋节 09-25 09-27
        国庆节 10-01 10-07
        """,
        worked="01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}
