"""What deals add up to, month by month: for everybody's figures no deal needs to be read.

For each month, and in it for each day, person, product, pipeline and class of customer, there is
one row of sums. Months and days are those of the company's zone, which the rows name: after the
zone was changed they are not read until the reports are rebuilt.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from kernel.projection import Row
from kernel.settings import time_zone
from kernel.sums import Adds, Number, Sums
from services.analytics.deal_parts import parts

CLASSES = ("source", "industry", "region")
CUTS = ("all", "day", "person", "product", "pipeline", *CLASSES)
APART = "|"
Path = str


def adds(row: Row, customer: Row) -> Adds:
    zone = time_zone()
    values = {
        "all": "", "person": row["owner"], "product": row["product"],
        "pipeline": row["pipeline_id"], **{name: customer.get(name) for name in CLASSES},
    }  # fmt: skip
    found: dict[str, dict[Path, Number]] = {}
    for day, numbers in by_day(row, ZoneInfo(zone)).items():
        for by, value in {**values, "day": day.isoformat()}.items():
            added = found.setdefault(key(zone, day, by, value), {})
            for path, number in numbers.items():
                add(added, path, number)
    if row["stage"] == "won":
        day = day_of(row["closed_at"], ZoneInfo(zone))
        for person, path, number in parted(row):
            add(found.setdefault(key(zone, day, "person", person), {}), path, number)
    return found


def by_day(row: Row, zone: ZoneInfo) -> Mapping[date, Mapping[Path, Number]]:
    """A deal has few days, and each of them belongs to as many sums as there are cuts."""
    found: dict[date, dict[Path, Number]] = {}
    for day, path, number in figures(row, zone):
        add(found.setdefault(day, {}), path, number)
    return found


def add(added: dict[Path, Number], path: Path, number: Number) -> None:
    added[path] = added.get(path, 0) + number


def parted(row: Row) -> Iterator[tuple[str | None, Path, Number]]:
    """Of what was won, for each who has a part in it: the deal its owner's, its worth by shares."""
    path = written("parts", "won", row["currency"])
    for part in parts(row):
        yield part.person, f"{path}.count", part.own
        if row["amount"] is not None:
            yield part.person, f"{path}.amount", part.of(Decimal(row["amount"]))


def figures(row: Row, zone: ZoneInfo) -> Iterator[tuple[date, Path, Number]]:
    """On which day it counts in which figure, and for how much."""
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


def ended(row: Row, day: date, zone: ZoneInfo) -> Iterator[tuple[date, Path, Number]]:
    yield from worth(day, row["stage"], row, row["stage"])
    yield from worth(day, "ways", row, row["stage"], row["way"])
    if row["stage"] != "won":
        return
    if row["engaged_at"]:
        days = (day - day_of(row["engaged_at"], zone)).days
        yield day, f"{written('cycles', str(days))}.count", 1
    first: dict[str, date] = {}
    for stay in row["stays"]:
        first.setdefault(stay["stage"], day_of(stay["since"], zone))
    for stage, since in first.items():
        yield day, f"{written('waits', stage, str((day - since).days))}.count", 1


def worth(day: date, figure: str, row: Row, *parts: str) -> Iterator[tuple[date, Path, Number]]:
    path = written(figure, parts[0], row["currency"], *parts[1:])
    yield day, f"{path}.count", 1
    if row["amount"] is not None:
        yield day, f"{path}.amount", Decimal(row["amount"])


def day_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


@lru_cache(10_000)
def written(figure: str, *parts: str | None) -> Path:
    """Names in a path: without a dot, which parts it, and nothing is written as nothing."""
    return f"{figure}.{APART.join('' if part is None else safe(part) for part in parts)}"


def safe(part: str) -> str:
    return quote(part, safe=" >").replace(".", "%2E")


def key(zone: str, day: date, by: str, value: str | None) -> str:
    ending = "" if value is None else f"\n{value}"
    return f"{zone}\n{day.isoformat()[:7]}\n{by}{ending}"


def told(key: str) -> Row:
    zone, month, by, *value = key.split("\n", 3)
    return {"zone": zone, "month": month, "by": by, "value": value[0] if value else None}


DEAL_SUMS = Sums(
    "deal_sums",
    adds,
    told,
    joined="ladder",
    link="customer_id",
    facts=CLASSES,
    indexes=([("by", 1), ("month", 1)], [("zone", 1)]),
)
