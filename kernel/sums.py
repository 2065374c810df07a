"""Sums over the rows of a read model, kept beside them for who would else read every row.

Each row says what it adds to which sums. What it added before is taken off in the transaction that
writes it anew: so the sums are always those of the rows that are there, however they came to be.
A row may add what another read model of the group knows, by that row's key in a field of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
Number = int | Decimal
Adds = Mapping[str, Mapping[str, Number]]  # sum -> path in its row -> how much


@dataclass(frozen=True)
class Sums:
    """`adds` is pure; `told` names what a sum's row says of itself, which follows from its key."""

    name: str
    adds: Callable[[Row, Row], Adds]  # of a row, and of the joined one ({} if there is none)
    told: Callable[[str], Row]
    joined: str  # the other read model
    link: str  # the field that holds the key of its row
    facts: tuple[str, ...]  # of the joined row, what `adds` reads
    indexes: tuple[Any, ...] = ()


def linked(sums: Sums, rows: Iterable[Row]) -> list[str]:
    """Keys of the joined rows."""
    return sorted({row[sums.link] for row in rows if row.get(sums.link)})


def differs(sums: Sums, one: Row | None, other: Row | None) -> bool:
    before, after = one or {}, other or {}
    return any(before.get(fact) != after.get(fact) for fact in sums.facts)
