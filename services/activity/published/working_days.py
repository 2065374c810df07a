"""What a company enters of its working days: a year's holidays and the weekend days made up."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class DaysOff:
    name: str  # 春节
    first: date
    last: date


@dataclass(frozen=True)
class WorkingYearSet:
    """All of a year from now on, in place of what was announced or entered before."""

    year: int
    holidays: tuple[DaysOff, ...]
    worked: tuple[date, ...]  # weekend days that are worked
    by: str
    at: datetime
