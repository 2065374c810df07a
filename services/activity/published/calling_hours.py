"""When a company calls its customers: as it has said, all at once."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CallingHoursSet:
    version: int  # from 1
    opens: str | None  # time of day where the company is, as 08:30; None: at any time
    closes: str | None  # 24:00: until midnight
    working_days: bool  # not on days that are not worked
    channels: tuple[str, ...]  # that are kept to these hours
    by: str
    at: datetime
