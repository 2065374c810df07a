"""The report on the forecast: what running deals may bring that are expected to close in the days.

- `amounts`: of all of them; `weighted`: each times the probability of its stage; `commitments`: by
  what their owners commit to: commit, best-case, pipeline (also who says nothing) and omitted.
- `range`: all of them times a win rate; `low` and `high` are the worst and the best of the eight
  quarters before the first of the days, or before now, `likely` is that of all of them together;
  `from` and `to` are the first and the last day of these quarters.

Deals without an expected day are counted when no days are asked for. By person and team the amount
of a deal that several share goes to each by their part, and the deal counts for its owner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from kernel.rows import Rows
from services.analytics.deal_reports.behind import RUNNING, Behind
from services.analytics.deal_reports.grouping import Figure, grouped
from services.analytics.deal_reports.past_rates import Rates, past_rates
from services.analytics.deal_reports.worth import WORTH, worth
from services.analytics.deals import UNSAID
from services.analytics.plain import money
from services.analytics.question import Line, Question, lines
from services.analytics.tally import EXACT, Group, largest, totals

COMMITMENTS = ("commit", "best-case", UNSAID, "omitted")
CENT = Decimal("0.01")
BEHIND = Behind(
    "expected_at", RUNNING, part="commitment", parts=COMMITMENTS, dates=True, shared=True
)
KINDS = {"probability": "$probability", "currency": "$currency", "commitment": "$commitment"}
FIGURE = Figure(BEHIND, KINDS, WORTH, summed=["expected"], parted=["expected_parts"])


@dataclass(frozen=True, slots=True)
class Expected:
    """Running deals that are as probable and committed to alike."""

    key: str | None
    commitment: str
    probability: int
    deals: Group


def forecast(rows: Rows, question: Question) -> dict[str, Any]:
    expected = [read(one) for one in grouped(rows, question, FIGURE)]
    line = partial(foreseen, past_rates(rows, question))
    return lines(question, expected, line, lambda found: largest(one.deals for one in found))


def read(found: Mapping[str, Any]) -> Expected:
    amount = Decimal(found["amount"])
    deals = Group(found["key"], "", found.get("currency"), found["count"], amount)
    return Expected(found["key"], found["commitment"], int(found["probability"]), deals)


def foreseen(rates: Rates | None, expected: list[Expected]) -> Line:
    every = [one.deals for one in expected]
    committed = [
        {"commitment": kind} | worth(one.deals for one in expected if one.commitment == kind)
        for kind in COMMITMENTS
    ]
    return worth(every) | {
        "weighted": shown(totals(map(weighted, expected))),
        "commitments": committed,
        "range": between(rates, totals(every)),
    }


def weighted(one: Expected) -> Group:
    part = EXACT.divide(EXACT.multiply(one.deals.amount, Decimal(one.probability)), Decimal(100))
    return Group(one.key, "", one.deals.currency, one.deals.count, part)


def between(rates: Rates | None, amounts: Mapping[str, Decimal]) -> dict[str, Any] | None:
    """None where there is no history to learn from."""
    if rates is None:
        return None
    cases = (("low", rates.low), ("likely", rates.likely), ("high", rates.high))
    found = {
        case: shown({currency: EXACT.multiply(sum_, rate) for currency, sum_ in amounts.items()})
        for case, rate in cases
    }
    days = {"from": rates.first.isoformat(), "to": rates.last.isoformat()}
    return days | {"quarters": rates.quarters} | found


def shown(amounts: Mapping[str, Decimal]) -> list[dict[str, str]]:
    """Rounded half up to cents, once, at the end."""
    cents = {name: amount.quantize(CENT, ROUND_HALF_UP) for name, amount in amounts.items()}
    return [told for currency in sorted(cents) if (told := money(cents[currency], currency))]
