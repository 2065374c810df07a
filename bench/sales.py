"""A company's deals of five years, made up: a hundred sellers, twenty products, five events each.

Of ten deals five are won, three are lost and two still run; each went back to the first stage once.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.history import TRADES, customer_id, entry
from bench.seed import meta
from kernel.log import Draft
from services.pipeline import events as pipeline
from services.pipeline.events import Money, OpportunityStageChanged

EVENTS_OF_DEAL = 5
DEALS_OF_CUSTOMER = 10
SELLERS = 100
PRODUCTS = 20
STARTED = datetime(2020, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=5 * 365)


def sales(deals: int) -> Iterator[Draft]:
    """All events of a deal are one commit: it was loaded as history."""
    for number in range(deals):
        began = STARTED + SPAN * number / deals
        id, by = f"019a0000-0000-7000-9000-{number:012x}", f"seller-{number % SELLERS}"
        stream, told = f"opportunity/{id}", history(number, id, by, began)
        entries = tuple(entry(stream, place, event) for place, event in enumerate(told, 1))
        yield Draft(entries, began, meta(f"o{number}", by, id, EVENTS_OF_DEAL))


def history(number: int, id: str, by: str, began: datetime) -> Iterator[Any]:
    customer = customer_id(number // DEALS_OF_CUSTOMER)
    amount = Money(f"{number % 9_000 + 100}.00", "CNY")
    product = f"{TRADES[number % 10]} {number % PRODUCTS // 10}"
    yield pipeline.OpportunityOpened(
        id, customer, "Deal", product, by, "prospecting", amount, expected(began), None, by, began,
        expected_days=30,
    )  # fmt: skip
    at = began + timedelta(days=number % 7)
    yield OpportunityStageChanged(id, customer, "prospecting", "engaging", by, at)
    at += timedelta(days=number % 11)
    yield OpportunityStageChanged(id, customer, "engaging", "prospecting", by, at, back=True)
    at += timedelta(days=number % 5)
    yield OpportunityStageChanged(id, customer, "prospecting", "engaging", by, at, expected_days=60)
    yield ended(number, id, customer, by, amount, at + timedelta(days=number % 89))


def ended(number: int, id: str, customer: str, by: str, amount: Money, at: datetime) -> Any:
    if number % 10 < 5:
        return pipeline.OpportunityWon(id, customer, by, amount, by, at, "engaging")
    if number % 10 < 8:
        reason = f"reason {number % 12}"
        return pipeline.OpportunityLost(id, customer, by, reason, by, at, "engaging")
    return pipeline.KeyDealMarked(id, customer, True, by, at)


def expected(began: datetime) -> date:
    return (began + timedelta(days=100)).date()
