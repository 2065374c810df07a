"""What the reference subscriber books, in a database that is gone afterwards."""

from typing import Any

import pytest

from examples.erp.booking import TooNew, book
from examples.erp.database import Database, Overtaken, connect
from examples.erp.outcome import dump, outcome

ORDER = "pipeline/7"
CNY = {"amount": "1200.00", "currency": "CNY"}


@pytest.fixture
def database() -> Database:
    return connect("sqlite::memory:", "erp")


def event(kind: str, position: int, version: int = 1, **data: Any) -> dict[str, Any]:
    source = "customer" if kind.startswith("Customer") else "pipeline"
    data = {"at": "2026-01-05T01:00:00Z"} | data
    return {
        "id": f"/guanxi/{source}/{position}",
        "type": f"guanxi.{source}.{kind}.v{version}",
        "data": data,
    }


def registered(name: str = "Tea House", position: int = 1, **data: Any) -> dict[str, Any]:
    kind = "CustomerRegistered" if position == 1 else "CustomerEdited"
    return event(kind, position, customer_id="c1", name=name, **data)


def opened() -> dict[str, Any]:
    return event("OpportunityOpened", 6, opportunity_id="o1", name="tea for the lobby")


def won(position: int = 7, amount: Any = CNY, customer: str | None = "c1") -> dict[str, Any]:
    about = {"opportunity_id": "o1", "customer_id": customer, "amount": amount}
    return event("OpportunityWon", position, **about)


def reopened(position: int = 8, was: str = "won") -> dict[str, Any]:
    return event("OpportunityReopened", position, opportunity_id="o1", was=was)


def booked(database: Database, *events: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    with database.transaction():
        for one in events:
            book(database, one)
    return outcome(database)


def test_a_prospect_never_enters_the_partner_file(database: Database) -> None:
    assert booked(database, registered(), opened()) == {"partners": [], "orders": [], "ledger": []}


def test_the_first_won_deal_makes_a_partner_and_a_sales_order(database: Database) -> None:
    found = booked(database, registered(credit_code="91330106MA2ABCDE0X"), opened(), won())

    (partner,), (order,), (entry,) = found["partners"], found["orders"], found["ledger"]
    assert (partner["name"], partner["credit_code"]) == ("Tea House", "91330106MA2ABCDE0X")
    assert (order["id"], order["subject"], order["partner"]) == (ORDER, "tea for the lobby", "c1")
    assert (entry["order"], entry["amount"], entry["currency"]) == (ORDER, "1200.00", "CNY")


def test_whichever_source_is_ahead_the_books_are_the_same(database: Database) -> None:
    customers = [registered(), registered("Tea Palace", 2)]
    deals = [opened(), won(), reopened(), won(9)]

    assert booked(connect("sqlite::memory:", ""), *customers, *deals) == booked(
        database, *deals, *customers
    )


def test_a_partner_is_renamed_and_a_company_goes_by_its_registered_name(database: Database) -> None:
    found = booked(database, registered(), won(), registered("x", 2, company="Tea House Ltd."))

    assert [partner["name"] for partner in found["partners"]] == ["Tea House Ltd."]


def test_a_reopened_deal_is_countered_and_may_be_won_again(database: Database) -> None:
    found = booked(database, won(), reopened(), won(9, {"amount": "0.10", "currency": "USD"}))

    assert [order["cancelled_at"] is None for order in found["orders"]] == [False, True]
    assert [entry["amount"] for entry in found["ledger"]] == ["1200.00", "-1200.00", "0.10"]
    assert [entry["entry"] for entry in found["ledger"]] == [1, 2, 3]
    assert len(found["partners"]) == 1


def test_a_lost_deal_that_is_reopened_changes_nothing(database: Database) -> None:
    assert booked(database, reopened(was="lost")) == booked(database)


def test_a_deal_without_amount_or_customer_is_an_order_all_the_same(database: Database) -> None:
    found = booked(database, won(amount=None, customer=None), reopened())

    (order,) = found["orders"]
    assert (order["partner"], order["amount"], order["currency"]) == (None, None, None)
    assert (found["ledger"], found["partners"]) == ([], [])


def test_a_version_that_is_too_new_is_not_booked(database: Database) -> None:
    with pytest.raises(TooNew, match=r"OpportunityWon\.v2"):
        book(database, event("OpportunityWon", 7, version=2))
    booked(
        database, event("CustomerReborn", 8, version=2)
    )  # of a kind that is none of its business


def test_what_fails_leaves_neither_books_nor_checkpoint(database: Database) -> None:
    start = {"customer": 0, "pipeline": 0}

    with pytest.raises(KeyError):
        advance(database, start, won(), event("OpportunityWon", 8))

    assert database.positions() == start
    assert outcome(database)["orders"] == []


def advance(database: Database, before: dict[str, int], *events: dict[str, Any]) -> None:
    with database.transaction():
        database.move(before, before | {"pipeline": 8})
        for one in events:
            book(database, one)


def test_a_checkpoint_that_somebody_else_has_moved_is_not_moved(database: Database) -> None:
    start = {"customer": 0, "pipeline": 0}
    advance(database, start)

    with pytest.raises(Overtaken):
        advance(database, start, won())
    assert outcome(database)["orders"] == []


def test_the_dump_is_canonical(database: Database) -> None:
    assert dump(database) == (
        '{"outcome":{"ledger":[],"orders":[],"partners":[]},'
        '"positions":{"customer":0,"pipeline":0}}'
    )
