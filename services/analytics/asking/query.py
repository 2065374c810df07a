"""What a query is, once it has been read: fields that are declared, values of the right kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.analytics.facts.fact import Fact, Field

USUAL_LIMIT = 100
MOST_ROWS = 1_000
MOST_GROUPS = 10_000  # that are put in order for one answer
CURRENCY = "currency"  # the column that tells sums of money apart
COUNT = "count"


@dataclass(frozen=True, slots=True)
class Sum:
    """Of money."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Test:
    """One field compared with a value: a day for times, a Sum for money."""

    name: str
    field: Field
    test: str
    value: Any


Either = Sequence[Test]  # one of these must hold


@dataclass(frozen=True, slots=True)
class Key:
    """What rows are put together by; a time by a period of the company's calendar."""

    name: str
    field: Field
    every: str | None = None

    @property
    def column(self) -> str:
        return f"{self.name}_{self.every}" if self.every else self.name


@dataclass(frozen=True, slots=True)
class Measure:
    how: str
    name: str = ""
    field: Field | None = None  # none is needed to count
    at: int | None = None  # which percentile

    @property
    def column(self) -> str:
        return "_".join(str(part) for part in (self.how, self.at, self.name) if part)


@dataclass(frozen=True, slots=True)
class Query:
    fact: Fact
    where: Sequence[Either]  # all of these must hold
    keys: Sequence[Key]
    measures: Sequence[Measure]
    sort: Sequence[tuple[str, int]]  # column, and 1 or -1
    limit: int = USUAL_LIMIT

    @property
    def columns(self) -> list[str]:
        return [key.column for key in self.keys] + [one.column for one in self.measures]
