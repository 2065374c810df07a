"""Office hours of the last ninety days."""

from datetime import date, datetime, timedelta, timezone
from random import Random

DAYS = 90
HERE = timezone(timedelta(hours=8))  # the sample's people work in China
FRIDAY = 4


def moment(today: date, days_ago: int, chance: Random) -> datetime:
    """Between nine and six on a working day; what would fall on a weekend happened on Friday."""
    day = today - timedelta(days=days_ago)
    day -= timedelta(days=max(0, day.weekday() - FRIDAY))
    return datetime(
        day.year, day.month, day.day, chance.randrange(9, 18), chance.randrange(60), tzinfo=HERE
    )
