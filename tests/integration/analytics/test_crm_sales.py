"""The crm-sales file, made into events and folded directly: the figures that must come out."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.analytics.board import board
from services.analytics.opportunities import OPPORTUNITIES
from services.analytics.reports import answer, named
from services.pipeline.events import Money, OpportunityLost, OpportunityOpened, OpportunityWon
from tests.integration.analytics.world import MANAGER, SHANGHAI, World

DATA = Path(__file__).parents[3] / "../shared/data/crm-sales"
ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY = datetime(2016, 10, 1, tzinfo=ZONE)  # of those whose day of opening is not known


@pytest.fixture(scope="module")
def company(database: Any) -> World:
    with (DATA / "sales_pipeline.csv").open(newline="", encoding="utf-8") as file:
        deals = list(csv.DictReader(file))
    world = World(database)
    world.happened(*(event for deal in deals for event in life(deal)))
    return world


def life(deal: dict[str, str]) -> Iterator[Any]:
    id, customer, owner = deal["opportunity_id"], deal["account"] or None, deal["sales_agent"]
    engaged, closed = day(deal["engage_date"]), day(deal["close_date"])
    stage = "engaging" if engaged else "prospecting"
    product = {"GTXPro": "GTX Pro"}.get(deal["product"], deal["product"])
    at = engaged or FIRST_DAY
    yield OpportunityOpened(
        id, customer, product, product, owner, stage, None, None, engaged, owner, at
    )
    if deal["deal_stage"] == "Won":
        assert closed
        yield OpportunityWon(id, customer, owner, Money(deal["close_value"], "USD"), owner, closed)
    if deal["deal_stage"] == "Lost":
        assert closed
        yield OpportunityLost(id, customer, owner, "unknown", owner, closed)


def day(text: str) -> datetime | None:
    return datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=ZONE) if text else None


def ask(world: World, name: str, **asked: str) -> dict[str, Any]:
    return answer(name, world.rows[named(name).group.name], MANAGER, SHANGHAI, **asked)


def dollars(line: dict[str, Any]) -> str:
    [total] = line["amounts"]
    assert total["currency"] == "USD"
    return str(total["amount"])


def test_every_opportunity_stands_in_its_stage(company: World) -> None:
    total = ask(company, "funnel")["total"]

    counts = {line["stage"]: line["count"] for line in total["opportunities"]}
    assert counts == {"won": 4238, "lost": 2473, "engaging": 1589, "prospecting": 500}


def test_the_win_rate(company: World) -> None:
    assert ask(company, "win-rate")["total"] == {"won": 4238, "lost": 2473, "win_rate": 63.15}


def test_the_won_value(company: World) -> None:
    assert dollars(ask(company, "won-value")["total"]) == "10005534.00"


def test_the_won_value_by_quarter(company: World) -> None:
    rows = ask(company, "won-value", by="quarter")["rows"]

    assert {row["key"]: dollars(row) for row in rows} == {
        "2017-Q1": "1134672.00",
        "2017-Q2": "3086111.00",
        "2017-Q3": "2982255.00",
        "2017-Q4": "2802496.00",
    }


def test_a_quarter_can_be_asked_for_by_its_days(company: World) -> None:
    third = ask(company, "won-value", from_="2017-07-01", to="2017-09-30")

    assert dollars(third["total"]) == "2982255.00"


def test_the_best_agents_come_first(company: World) -> None:
    rows = ask(company, "won-value", by="person")["rows"]

    assert [(row["key"], dollars(row)) for row in rows[:3]] == [
        ("Darcel Schlecht", "1153214.00"),
        ("Vicki Laflamme", "478396.00"),
        ("Kary Hendrixson", "454298.00"),
    ]


def test_the_sales_cycle(company: World) -> None:
    total = ask(company, "sales-cycle")["total"]

    assert (total["count"], total["mean_days"], total["median_days"]) == (4238, 51.8, 57)


def test_thirty_agents_have_a_deal(company: World) -> None:
    assert len(ask(company, "funnel", by="person")["rows"]) == 30


def test_seven_products_are_sold(company: World) -> None:
    rows = ask(company, "won-value", by="product")["rows"]

    assert len(rows) == 7
    assert sum(row["count"] for row in rows) == 4238


def test_the_board_shows_the_same_deals(company: World) -> None:
    columns = board(company.collection(OPPORTUNITIES), MANAGER, {})["columns"]

    assert {c["stage"]: c["count"] for c in columns} == {
        "prospecting": 500,
        "engaging": 1589,
        "won": 4238,
        "lost": 2473,
    }
