"""What growth so far means for the days to come, in plain sentences with what to do. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

DAY = 86_400.0
ENOUGH = 3_600.0  # seconds between two looks from which growth can be told
FULL = 0.95  # of a disk: MongoDB and RabbitMQ stop before the last byte
SOON, VERY_SOON = 30.0, 7.0  # days
NARROW = 0.9  # of a disk in use, whatever it grows by
GIGABYTE = 1e9

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    at: datetime
    events: Mapping[str, int]  # by log
    data: int  # bytes of all databases of this system, as the disk holds them
    used: int  # bytes of the database's disk, whoever uses them; 0: it does not say
    total: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Of a day, as far as it was looked at."""

    seconds: float  # between the first look and the last; 0: there is nothing to tell from
    events: Mapping[str, float]
    data: float
    disk: float  # the larger of what we grew by and what the disk did: others live on it as well


def growth(samples: Sequence[Sample]) -> Growth:
    """Between the first and the last; a rebuild in between weighs less the longer that is."""
    if len(samples) < 2:
        return Growth(0.0, {}, 0.0, 0.0)
    first, last = samples[0], samples[-1]
    seconds = (last.at - first.at).total_seconds()
    if seconds < ENOUGH:
        return Growth(0.0, {}, 0.0, 0.0)
    days = seconds / DAY
    events = {log: (end - first.events.get(log, 0)) / days for log, end in last.events.items()}
    data = (last.data - first.data) / days
    return Growth(seconds, events, data, max(data, (last.used - first.used) / days))


def days_left(now: Sample, grown: Growth) -> float | None:
    """Until the disk is full; None when it does not grow, or nobody knows."""
    if not now.total or grown.disk <= 0:
        return None
    return max(0.0, (now.total * FULL - now.used) / grown.disk)


def disk_words(now: Sample, grown: Growth) -> Json:
    left, part = days_left(now, grown), now.used / now.total if now.total else 0.0
    does = f"the database's disk is {part:.0%} full ({size(now.used)} of {size(now.total)})"
    more = "add space, or move the database to a larger disk; old generations of read models go "
    more += "with the next rebuild"
    if not now.total:
        return sentence("look", "the database does not say how large its disk is", "ask its host")
    if part >= FULL or (left is not None and left < VERY_SOON):
        return sentence("act", f"{does}{when(left)}", f"today: {more}")
    if part >= NARROW or (left is not None and left < SOON):
        return sentence("look", f"{does}{when(left)}", f"this week: {more}")
    return sentence("well", f"{does}{when(left)}", "")


def when(left: float | None) -> str:
    if left is None:
        return ", and does not grow"
    if left > 3_650:
        return ", and will not be full for ten years"
    return f", and will be full in {left:.0f} days" if left >= 2 else ", and is full within a day"


def growth_words(grown: Growth) -> Json:
    if not grown.seconds:
        return sentence("well", "growth is not known yet: it is told after an hour", "")
    events = sum(grown.events.values())
    told = f"{events:,.0f} events and {size(grown.data)} come in a day"
    return sentence("well", f"{told} (seen over {grown.seconds / 3600:.0f} hours)", "")


def sentence(level: str, what: str, do: str) -> Json:
    """`level`: well, look (something is to be done soon) or act (at once)."""
    return {"level": level, "what": what, "do": do}


def size(count: float) -> str:
    if abs(count) >= GIGABYTE:
        return f"{count / GIGABYTE:,.1f} GB"
    return f"{count / 1e6:,.1f} MB"
