"""Deals counted and added up by their stage and currency, under each key of a report."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from kernel.rows import Rows
from services.analytics.deal_reports.behind import Behind
from services.analytics.deal_reports.grouping import Figure, grouped
from services.analytics.plain import money
from services.analytics.question import Line, Question
from services.analytics.tally import EXACT, Group, amounts, counted

WORTH = {"count": 1, "amount": "$amount"}
STANDING = {"stage": "$stage", "currency": "$currency"}
CENT = Decimal("0.01")


def tallied(
    rows: Rows,
    question: Question,
    behind: Behind,
    summed: Sequence[str] = (),
    stage: str = "$stage",
) -> list[Group]:
    """`stage` is the expression that a line's figures are told apart by."""
    figure = Figure(behind, STANDING | {"stage": stage}, WORTH, summed=summed)
    found = grouped(rows, question, figure)
    return [
        Group(g["key"], g["stage"], g.get("currency"), g["count"], Decimal(g["amount"]))
        for g in found
    ]


def worth(groups: Iterable[Group]) -> Line:
    every = list(groups)
    return {"count": counted(every), "amounts": amounts(every)}


def averages(groups: Iterable[Group]) -> list[dict[str, str]]:
    """What a deal is worth on average, in each currency, rounded half up to cents."""
    priced: dict[str, tuple[int, Decimal]] = {}
    for group in groups:
        if group.currency:
            count, total = priced.get(group.currency, (0, Decimal(0)))
            priced[group.currency] = count + group.count, EXACT.add(total, group.amount)
    means = {
        currency: EXACT.divide(total, count).quantize(CENT, ROUND_HALF_UP)
        for currency, (count, total) in sorted(priced.items())
    }
    return [shown for currency, mean in means.items() if (shown := money(mean, currency))]
