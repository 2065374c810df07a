"""Moments and days as they stand in bodies and queries."""

import re
from datetime import date, datetime
from typing import Any

from gateway.fields import Value, says
from kernel.rfc3339 import dump_time

RFC_3339 = re.compile(
    r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
YEARS = range(1900, 2200)
A_DAY = r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"  # for the published schema
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
A_TIME = rf"{A_DAY}[Tt]{CLOCK}:[0-5]\d(?:\.\d{{1,9}})?(?:[Zz]|[+-]{CLOCK})"
MICROSECONDS = 7  # characters, with the point
YEAR = f"Please check the year; it lies outside {YEARS[0]} to {YEARS[-1]}."


class Time(Value):
    """A moment with its zone, handed on in UTC and to the microsecond."""

    default_error_messages = says(
        invalid='Please send a time with its zone, such as "2026-01-05T12:00:00+08:00".',
        never="Please check the day, the hour and the zone: there is no such time.",
        year=YEAR,
    )

    def __init__(self, **options: Any) -> None:
        shape = {"type": "string", "format": "date-time", "pattern": f"^{A_TIME}$"}
        super().__init__(metadata=shape | options.pop("metadata", {}), **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        match = RFC_3339.fullmatch(value) if isinstance(value, str) else None
        if not match:
            raise self.make_error("invalid")
        try:
            fraction = (match[2] or "")[:MICROSECONDS]
            moment = datetime.fromisoformat((match[1] + fraction + match[3]).upper())
        except ValueError:
            raise self.make_error("never") from None
        if moment.year not in YEARS:
            raise self.make_error("year")
        return dump_time(moment)


class Day(Value):
    """A day of the calendar."""

    default_error_messages = says(
        invalid='Please send a day such as "2026-01-05".',
        never="Please check the day: there is no such day in the calendar.",
        year=YEAR,
    )

    def __init__(self, **options: Any) -> None:
        shape = {"type": "string", "format": "date", "pattern": f"^{A_DAY}$"}
        super().__init__(metadata=shape | options.pop("metadata", {}), **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            raise self.make_error("invalid")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self.make_error("never") from None
        if day.year not in YEARS:
            raise self.make_error("year")
        return value
