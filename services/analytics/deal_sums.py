"""What deals add up to, month by month: for everybody's figures no deal needs to be read.

For each month, and in it for each day, week, person, product, pipeline and class of customer, there
is one row of sums. Days that something took are counted by years too: they have many values, and
months of many people would be many rows. Reasons are free words: each has rows of its own.

Months and days are those of the company's zone, which the rows name: after the zone was changed
they are not read until the reports are rebuilt.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from zoneinfo import ZoneInfo

from kernel.projection import Row
from kernel.settings import time_zone
from kernel.sums import Adds, Number, Sums
from services.analytics.deal_figures import APART, Path, figures, parted

CLASSES = ("source", "industry", "region")
DAYS = ("day", "week")
CUTS = ("all", *DAYS, "person", "product", "pipeline", *CLASSES)
REASONS = "reasons"
YEARLY = frozenset({"stays", "cycles", "waits", REASONS})
YEAR = len("2026")
UNDATED = ""  # the month of what is not expected on any day
Numbers = dict[Path, Number]


def adds(row: Row, customer: Row) -> Adds:
    zone = time_zone()
    values = {
        "all": "", "person": row["owner"], "product": row["product"],
        "pipeline": row["pipeline_id"], **{name: customer.get(name) for name in CLASSES},
    }  # fmt: skip
    of_spans, found = placed(row, zone)
    for (span, kind), numbers in of_spans.items():
        for by, value in values.items():
            found[key(zone, span, by + kind, value)] = dict(numbers)
    for person, day, path, number in parted(row, ZoneInfo(zone)):
        add(found.setdefault(key(zone, month(day), "person", person), {}), path, number)
    return found


def placed(row: Row, zone: str) -> tuple[dict[tuple[str, str], Numbers], dict[str, Numbers]]:
    """By span and kind, which are the same for all cuts but two; and by the keys of these."""
    of_spans: dict[tuple[str, str], Numbers] = {}
    of_days: dict[str, Numbers] = {}
    for (day, kind, yearly), numbers in by_day(row, ZoneInfo(zone)).items():
        span = month(day)
        for one in (span, span[:YEAR]) if yearly else (span,):
            gather(of_spans.setdefault((one, kind), {}), numbers)
        for by, value in days_of(day):
            gather(of_days.setdefault(key(zone, span, by + kind, value), {}), numbers)
    return of_spans, of_days


def by_day(row: Row, zone: ZoneInfo) -> dict[tuple[date | None, str, bool], Numbers]:
    """A deal has few days, and each of them belongs to as many sums as there are cuts."""
    found: dict[tuple[date | None, str, bool], Numbers] = {}
    for day, path, number in figures(row, zone):
        add(found.setdefault((day, *filed(path)), {}), path, number)
    return found


def gather(added: Numbers, numbers: Numbers) -> None:
    for path, number in numbers.items():
        add(added, path, number)


def add(added: Numbers, path: Path, number: Number) -> None:
    added[path] = added.get(path, 0) + number


def month(day: date | None) -> str:
    return day.isoformat()[:7] if day else UNDATED


def days_of(day: date | None) -> Iterator[tuple[str, str | None]]:
    yield "day", day.isoformat() if day else None
    yield "week", week(day) if day else None


@lru_cache(10_000)
def week(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


@lru_cache(10_000)
def filed(path: Path) -> tuple[str, bool]:
    """The kind of its rows, and whether years have it too.

    A month's row must not grow with what people write: each reason has its own, by its digest.
    """
    figure, _, words = path.rpartition(".")[0].partition(".")
    if figure != REASONS:
        return "", figure in YEARLY
    digest = blake2b(words.rpartition(APART)[0].encode(), digest_size=8).hexdigest()
    return f"{APART}{REASONS}{APART}{digest}", True


def key(zone: str, span: str, by: str, value: str | None) -> str:
    ending = "" if value is None else f"\n{value}"
    return f"{zone}\n{span}\n{by}{ending}"


def told(key: str) -> Row:
    zone, span, by, *value = key.split("\n", 3)
    cut, *kind = by.split(APART)
    named = label(cut, *kind[:1], yearly=len(span) == YEAR)
    return {"zone": zone, "month": span, "by": named, "value": value[0] if value else None}


def label(*by: str, yearly: bool = False) -> str:
    """What rows of one kind are found by."""
    return APART.join((*by, "years") if yearly else by)


DEAL_SUMS = Sums(
    "deal_sums",
    adds,
    told,
    joined="ladder",
    link="customer_id",
    facts=CLASSES,
    indexes=([("by", 1), ("month", 1)], [("zone", 1)]),
)
