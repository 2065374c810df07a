"""The crm-sales files, folded directly: the figures that must come out."""

from typing import Any

from services.analytics.board import board
from services.analytics.opportunities import OPPORTUNITIES
from tests.integration.analytics.sold import ask
from tests.integration.analytics.world import MANAGER, World


def dollars(line: dict[str, Any]) -> str:
    [total] = line["amounts"]
    assert total["currency"] == "USD"
    return str(total["amount"])


def test_every_opportunity_stands_in_its_stage(sold: World) -> None:
    total = ask(sold, "funnel")["total"]

    counts = {line["stage"]: line["count"] for line in total["opportunities"]}
    assert counts == {"won": 4238, "lost": 2473, "engaging": 1589, "prospecting": 500}


def test_the_win_rate(sold: World) -> None:
    assert ask(sold, "win-rate")["total"] == {"won": 4238, "lost": 2473, "win_rate": 63.15}


def test_the_won_value(sold: World) -> None:
    assert dollars(ask(sold, "won-value")["total"]) == "10005534.00"


def test_the_won_value_by_quarter(sold: World) -> None:
    rows = ask(sold, "won-value", by="quarter")["rows"]

    assert {row["key"]: dollars(row) for row in rows} == {
        "2017-Q1": "1134672.00",
        "2017-Q2": "3086111.00",
        "2017-Q3": "2982255.00",
        "2017-Q4": "2802496.00",
    }


def test_a_quarter_can_be_asked_for_by_its_days(sold: World) -> None:
    third = ask(sold, "won-value", from_="2017-07-01", to="2017-09-30")

    assert dollars(third["total"]) == "2982255.00"


def test_the_best_agents_come_first(sold: World) -> None:
    rows = ask(sold, "won-value", by="person")["rows"]

    assert [(row["key"], dollars(row)) for row in rows[:3]] == [
        ("Darcel Schlecht", "1153214.00"),
        ("Vicki Laflamme", "478396.00"),
        ("Kary Hendrixson", "454298.00"),
    ]


def test_the_sales_cycle(sold: World) -> None:
    total = ask(sold, "sales-cycle")["total"]

    assert (total["count"], total["mean_days"], total["median_days"]) == (4238, 51.8, 57)


def test_thirty_agents_have_a_deal(sold: World) -> None:
    assert len(ask(sold, "funnel", by="person")["rows"]) == 30


def test_seven_products_are_sold(sold: World) -> None:
    rows = ask(sold, "won-value", by="product")["rows"]

    assert len(rows) == 7
    assert sum(row["count"] for row in rows) == 4238


def test_the_board_shows_the_same_deals(sold: World) -> None:
    columns = board(sold.collection(OPPORTUNITIES), MANAGER, {})["columns"]

    assert {c["stage"]: c["count"] for c in columns} == {
        "prospecting": 500,
        "engaging": 1589,
        "won": 4238,
        "lost": 2473,
    }
