"""In which figures a deal counts, on which of its days, and for how much.

A running deal counts on the day that it is expected to close, which it may not have, and on that
from which it is stuck: that this is still to come is seen when the figures are asked for.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from kernel.projection import Row
from kernel.sums import Number
from services.analytics.deal_parts import parts

CLOSED = ("won", "lost")
APART = "|"
Path = str
Added = Iterator[tuple[date | None, Path, Number]]


def figures(row: Row, zone: ZoneInfo) -> Added:
    yield from worth(day_of(row["opened_at"], zone), "opened", row, row["stage"])
    for step in row["exits"]:
        won = "won" if row["stage"] == "won" else None
        path = written("steps", step["stage"], step["to"], won)
        yield day_of(row["opened_at"], zone), f"{path}.count", 1
    for stay in row["stays"]:
        left = day_of(stay["until"], zone)
        days = (left - day_of(stay["since"], zone)).days
        yield left, f"{written('stays', stay['stage'], str(days))}.count", 1
    if row["closed_at"]:
        yield from ended(row, day_of(row["closed_at"], zone), zone)
    if row["stage"] not in CLOSED:
        yield from running(row, zone)


def running(row: Row, zone: ZoneInfo) -> Added:
    about = str(row["probability"]), row["commitment"]
    yield from worth(expected(row), "expected", row, *about)
    if row["stuck_at"]:
        yield from worth(day_of(row["stuck_at"], zone), "stuck", row, row["stage"])


def ended(row: Row, day: date, zone: ZoneInfo) -> Added:
    yield from worth(day, row["stage"], row, row["stage"])
    yield from worth(day, "ways", row, row["stage"], row["way"])
    if row["stage"] == "lost":
        yield from worth(day, "reasons", row, row["lost_reason"])
    if row["stage"] != "won":
        return
    began = day_of(row["engaged_at"] or row["opened_at"], zone)
    yield day, f"{written('cycles', str((day - began).days))}.count", 1
    first: dict[str, date] = {}
    for stay in row["stays"]:
        first.setdefault(stay["stage"], day_of(stay["since"], zone))
    for stage, since in first.items():
        yield day, f"{written('waits', stage, str((day - since).days))}.count", 1


def parted(row: Row, zone: ZoneInfo) -> Iterator[tuple[str | None, date | None, Path, Number]]:
    """For each who has a part in it: the deal its owner's, its worth by shares."""
    if row["stage"] == "won":
        day: date | None = day_of(row["closed_at"], zone)
        path = written("parts", "won", row["currency"])
    elif row["stage"] not in CLOSED:
        day, about = expected(row), (row["currency"], row["commitment"])
        path = written("expected_parts", str(row["probability"]), *about)
    else:
        return
    for part in parts(row):
        yield part.person, day, f"{path}.count", part.own
        if row["amount"] is not None:
            yield part.person, day, f"{path}.amount", part.of(Decimal(row["amount"]))


def worth(day: date | None, figure: str, row: Row, *parts: str) -> Added:
    path = written(figure, parts[0], row["currency"], *parts[1:])
    yield day, f"{path}.count", 1
    if row["amount"] is not None:
        yield day, f"{path}.amount", Decimal(row["amount"])


def expected(row: Row) -> date | None:
    """It is kept as that day's midnight in UTC, whatever the zone."""
    at: datetime | None = row["expected_at"]
    return at and at.date()


def day_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


@lru_cache(10_000)
def written(figure: str, *parts: str | None) -> Path:
    """Names in a path: without a dot, which parts it, and nothing is written as nothing."""
    return f"{figure}.{APART.join('' if part is None else safe(part) for part in parts)}"


def safe(part: str) -> str:
    return quote(part, safe=" >").replace(".", "%2E")
