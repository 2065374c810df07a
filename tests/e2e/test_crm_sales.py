"""Real sales of a computer seller: the reports give exactly the figures known from the files."""

import csv
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.api import Api, eventually, nothing_written
from tests.e2e.conftest import System
from tests.e2e.loaded import DATA

pytestmark = pytest.mark.timeout(600)  # the first test to come loads the files
AS_OF = {"from": "2016-10-01", "to": "2017-12-31"}
FOLDER = DATA / "crm-sales"


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(api: Api, name: str, **query: str) -> dict[str, Any]:
    return api.read(f"/v1/reports/{name}", **{**AS_OF, **query})


def usd(line: dict[str, Any]) -> str:
    [amount] = line["amounts"]
    assert amount["currency"] == "USD"
    return str(amount["amount"])


def test_every_opportunity_stands_in_its_stage(crm_sales, boss):
    stages = report(boss, "funnel")["total"]["opportunities"]
    assert {stage["stage"]: stage["count"] for stage in stages} == {
        "won": 4238, "lost": 2473, "engaging": 1589, "prospecting": 500
    }, "opportunities: won / lost / engaging / prospecting"  # fmt: skip


def test_the_win_rate(crm_sales, boss):
    assert report(boss, "win-rate")["total"]["win_rate"] == 63.15, "win rate, percent"


def test_the_won_value(crm_sales, boss):
    assert usd(report(boss, "won-value")["total"]) == "10005534.00", "won value"


def test_the_won_value_of_each_quarter_of_2017(crm_sales, boss):
    found = report(boss, "won-value", **{"from": "2017-01-01"}, by="quarter")["rows"]
    assert [(line["key"], usd(line)) for line in found] == [
        ("2017-Q1", "1134672.00"),
        ("2017-Q2", "3086111.00"),
        ("2017-Q3", "2982255.00"),
        ("2017-Q4", "2802496.00"),
    ], "won value by quarter"


def test_the_best_people_by_won_value(crm_sales, boss):
    found = report(boss, "won-value", by="person")["rows"][:3]
    assert [(line["key"], usd(line)) for line in found] == [
        ("Darcel Schlecht", "1153214.00"),
        ("Vicki Laflamme", "478396.00"),
        ("Kary Hendrixson", "454298.00"),
    ], "best people by won value"


def test_the_sales_cycle_of_won_deals(crm_sales, boss):
    total = report(boss, "sales-cycle")["total"]
    assert total["mean_days"] == 51.8, "mean days from engage to close"
    assert total["median_days"] == 57, "median days from engage to close"


def test_the_number_of_people_with_a_deal(crm_sales, boss):
    assert len(report(boss, "funnel", by="person")["rows"]) == 30, "people with a deal"


def test_the_summary_says_what_was_repaired(crm_sales):
    for line in (
        "product GTXPro → GTX Pro: 1,480",
        "sector technolgy → technology: 12",
        "country Philipines → Philippines: 1",
        "deals without an account, kept without a customer: 1,425",
        "deals without an engage date, opened on the file's last day 2017-12-31: 500",
        "30 salespeople own deals; 5 have none: Carl Lin, Carol Thompson, Elizabeth Anderson",
        "Every row of the files is in the system.",
    ):
        assert line in crm_sales, line


def test_the_products_are_those_of_the_price_list(crm_sales, boss):
    prices = {row["product"] for row in table("products.csv")}
    found = report(boss, "funnel", by="product")["rows"]
    assert {line["key"] for line in found} == prices, "products after repair"


def test_each_account_is_a_customer_and_won_as_soon_as_one_of_its_deals_is(crm_sales, boss):
    customers = {
        customer["name"]: customer
        for customer in boss.every("/v1/customers", sort="name")
        if customer["source"] == "crm-sales"
    }
    assert set(customers) == {row["account"] for row in table("accounts.csv")}, "accounts"
    won = {
        row["account"]
        for row in table("sales_pipeline.csv")
        if row["deal_stage"] == "Won" and row["account"]
    }
    stages = {name for name, customer in customers.items() if customer["stage"] == "won"}
    assert stages == won, "accounts won by reaction"


def teams(system: System) -> dict[str, str]:
    """The id of each, by its name."""
    root = Api(system.url, system.token("operator", "admin"))
    return {team["name"]: team["id"] for team in root.read("/v1/teams")["items"]}


def added_up(of: Callable[[dict[str, str]], str | None]) -> dict[str | None, tuple[int, Decimal]]:
    """From the file alone: how many deals were won, and for how much."""
    found: dict[str | None, tuple[int, Decimal]] = {}
    for row in table("sales_pipeline.csv"):
        if row["deal_stage"] == "Won":
            count, value = found.get(of(row), (0, Decimal(0)))
            found[of(row)] = count + 1, value + Decimal(row["close_value"])
    return found


def shown(told: dict[str, Any]) -> dict[str | None, tuple[int, Decimal]]:
    return {line["key"]: (line["count"], Decimal(usd(line))) for line in told["rows"]}


def test_the_won_value_of_each_manager_s_team_and_of_each_office(crm_sales, boss, system):
    ids, staff = teams(system), {row["sales_agent"]: row for row in table("sales_teams.csv")}
    managed = added_up(lambda row: ids[staff[row["sales_agent"]]["manager"]])
    eventually(lambda: shown(report(boss, "won-value", by="team")), managed.__eq__)
    for office, (count, value) in added_up(
        lambda row: staff[row["sales_agent"]]["regional_office"]
    ).items():
        told = report(boss, "won-value", team=ids[str(office)], by="team")
        assert (told["total"]["count"], Decimal(usd(told["total"]))) == (count, value), office
        assert shown(told).items() <= managed.items()


def test_the_won_value_by_region_is_that_of_the_accounts_countries(crm_sales, boss):
    country = {row["account"]: row["office_location"] for row in table("accounts.csv")}
    country = {name: one.replace("Philipines", "Philippines") for name, one in country.items()}
    expected = added_up(lambda row: country.get(row["account"]))
    assert shown(report(boss, "won-value", by="region")) == expected


def test_loading_again_adds_nothing(crm_sales, boss, system: System, tmp_path: Path):
    """All accounts and the first deals; the same keys as the whole, in a fraction of the time."""
    for name in ("accounts.csv", "products.csv", "sales_teams.csv"):
        shutil.copy(FOLDER / name, tmp_path / name)
    # those in prospecting are dated by the last day of the whole file
    rows = [row for row in table("sales_pipeline.csv") if row["engage_date"]][:300]
    with (tmp_path / "sales_pipeline.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with nothing_written(boss):
        said = system.crm("load", "crm-sales", str(tmp_path)).stdout
    assert "Every row of the files is in the system." in said
