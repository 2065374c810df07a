"""Deals counted and added up, by stage, currency and one more thing; exact decimals throughout."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from services.analytics.plain import money
from services.analytics.reading import Documents, Session, Stage, aggregate

EXACT = Context(prec=34)  # what a Decimal128 holds


@dataclass(frozen=True, slots=True)
class Group:
    key: str | None
    stage: str
    currency: str | None
    count: int
    amount: Decimal


def tally(
    rows: Documents,
    match: Mapping[str, Any],
    by: Any = None,
    joined: Iterable[Stage] = (),
    session: Session = None,
) -> list[Group]:
    """`by` is an expression, `joined` the stages that it needs before."""
    kinds = {"key": by, "stage": "$stage", "currency": "$currency"}
    sums = {"count": {"$sum": 1}, "amount": {"$sum": "$amount"}}
    stages = ({"$match": match}, *joined, {"$group": {"_id": kinds} | sums})
    found = aggregate(rows, *stages, session=session)
    return [
        Group(row["_id"].get("key"), row["_id"]["stage"], row["_id"]["currency"], row["count"],
              Decimal(row["amount"]))
        for row in found
    ]  # fmt: skip


def counted(groups: Iterable[Group]) -> int:
    return sum(group.count for group in groups)


def totals(groups: Iterable[Group]) -> dict[str, Decimal]:
    """Of each currency; amounts of different ones are never added up."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for group in groups:
        if group.currency:
            found[group.currency] = EXACT.add(found[group.currency], group.amount)
    return found


def amounts(groups: Iterable[Group]) -> list[dict[str, str]]:
    found = {currency: EXACT.normalize(total) for currency, total in totals(groups).items()}
    return [shown for currency in sorted(found) if (shown := money(found[currency], currency))]


def largest(groups: Iterable[Group]) -> Decimal:
    """To put groups in order: the greatest total of any currency."""
    return max((Decimal(total["amount"]) for total in amounts(groups)), default=Decimal(0))
