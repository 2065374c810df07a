"""Real sales again: every report over deals, cut, compared, and opened down to the deals."""

import csv
from collections import Counter, defaultdict
from datetime import date, datetime
from decimal import Decimal
from statistics import mean, median
from typing import Any

import pytest

from tests.e2e.api import Api, figures
from tests.e2e.loaded import DATA

pytestmark = pytest.mark.timeout(600)  # the first test to come loads the files
AS_OF = {"from": "2016-10-01", "to": "2017-12-31"}
Row = dict[str, str]


@pytest.fixture(scope="session")
def sold() -> list[Row]:
    """What the files say of each deal, with the misspelt product repaired."""
    with (DATA / "crm-sales" / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row | {"product": row["product"].replace("GTXPro", "GTX Pro")} for row in rows]


def report(api: Api, name: str, **query: str) -> dict[str, Any]:
    return api.read(f"/v1/reports/{name}", **{**AS_OF, **query})


def behind(api: Api, name: str, **query: str) -> list[dict[str, Any]]:
    return list(api.every(f"/v1/reports/{name}/deals", **{**AS_OF, **query}))


def usd(line: dict[str, Any], field: str = "amounts") -> Decimal:
    [amount] = line[field]
    assert amount["currency"] == "USD"
    return Decimal(amount["amount"])


def won(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["deal_stage"] == "Won"]


def days(row: Row) -> int:
    return (day(row["close_date"]) - day(row["engage_date"])).days


def day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()


def test_the_won_value_by_product_is_that_of_the_files_and_opens_to_its_deals(
    crm_sales, boss, sold
):
    values: dict[str, Decimal] = defaultdict(Decimal)
    for row in won(sold):
        values[row["product"]] += Decimal(row["close_value"])
    found = {line["key"]: usd(line) for line in report(boss, "won-value", by="product")["rows"]}
    assert found == values

    deals = behind(boss, "won-value", by="product", key="GTK 500")
    assert sum(Decimal(deal["amount"]["amount"]) for deal in deals) == values["GTK 500"]
    assert len(deals) == sum(row["product"] == "GTK 500" for row in won(sold))


def test_a_quarter_of_2017_opens_to_as_many_deals_as_it_counts(crm_sales, boss):
    line = report(boss, "won-value", by="quarter")["rows"][-1]
    assert (line["key"], usd(line)) == ("2017-Q4", Decimal("2802496.00"))
    deals = behind(boss, "won-value", by="quarter", key="2017-Q4")
    assert len(deals) == line["count"]
    assert sum(Decimal(deal["amount"]["amount"]) for deal in deals) == usd(line)


def test_a_quarter_is_compared_with_the_one_before_and_with_the_year_before(crm_sales, boss):
    autumn = {"from": "2017-10-01", "to": "2017-12-31"}
    found = report(boss, "won-value", **autumn, compare="previous")
    assert (usd(found["total"]), usd(found["compared"]["total"])) == (
        Decimal("2802496.00"), Decimal("2982255.00")
    )  # fmt: skip
    before = report(boss, "won-value", **autumn, compare="last-year")["compared"]
    assert (before["from"], before["to"]) == ("2016-10-01", "2016-12-31")
    assert figures(before["total"]) == {"count": 0, "amounts": []}


def test_won_and_lost_open_to_as_many_deals_of_a_person(crm_sales, boss, sold):
    name = "Darcel Schlecht"
    his = Counter(row["deal_stage"] for row in sold if row["sales_agent"] == name)
    [line] = [r for r in report(boss, "win-rate", by="person")["rows"] if r["key"] == name]
    assert (line["won"], line["lost"]) == (his["Won"], his["Lost"])
    opened = {
        stage: behind(boss, "win-rate", by="person", key=name, part=stage)
        for stage in ("won", "lost")
    }
    assert (len(opened["won"]), len(opened["lost"])) == (his["Won"], his["Lost"])
    assert {deal["person"] for deal in opened["lost"]} == {name}


def test_the_funnel_opens_to_the_deals_of_a_stage(crm_sales, boss):
    assert len(behind(boss, "funnel", part="prospecting")) == 500
    assert len(behind(boss, "funnel", part="engaging")) == 1589


def test_the_sales_cycle_has_percentiles_of_its_days(crm_sales, boss, sold):
    every = sorted(days(row) for row in won(sold))
    total = report(boss, "sales-cycle")["total"]
    assert (total["mean_days"], total["median_days"]) == (51.8, 57)
    assert total["count"] == len(every) == len(behind(boss, "sales-cycle"))
    for part in (25, 75, 90):
        ranked = every[-(-part * len(every) // 100) - 1]
        assert total[f"p{part}_days"] == ranked, f"{part}th percentile of days"


def test_the_sales_cycle_by_industry_is_that_of_the_accounts(crm_sales, boss, sold):
    with (DATA / "crm-sales" / "accounts.csv").open(encoding="utf-8", newline="") as file:
        sectors = {row["account"]: row["sector"] for row in csv.DictReader(file)}
    known: dict[str | None, list[int]] = defaultdict(list)
    for row in won(sold):
        sector = sectors.get(row["account"])
        known[sector and sector.replace("technolgy", "technology")].append(days(row))
    found = {line["key"]: line for line in report(boss, "sales-cycle", by="industry")["rows"]}
    assert found.keys() == known.keys()
    for sector, each in known.items():
        assert found[sector]["median_days"] == median(each), sector
        assert found[sector]["mean_days"] == pytest.approx(mean(each), abs=0.051), sector
    medical = behind(boss, "sales-cycle", by="industry", key="medical")
    assert len(medical) == len(known["medical"])


def test_the_average_deal_is_the_won_value_over_the_deals_won(crm_sales, boss, sold):
    values = [Decimal(row["close_value"]) for row in won(sold)]
    average = (sum(values) / len(values)).quantize(Decimal("0.01"))
    assert usd(report(boss, "average-deal")["total"], "averages") == average


def test_lost_deals_tell_their_reason(crm_sales, boss, sold):
    total = report(boss, "loss-reasons")["total"]
    assert total["lost"] == 2473
    [reason] = total["reasons"]
    assert (reason["reason"], reason["count"], reason["percent"]) == ("not recorded", 2473, 100.0)
    lost = [
        row for row in sold
        if row["deal_stage"] == "Lost" and day(row["close_date"]) >= date(2017, 12, 1)
    ]  # fmt: skip
    found = behind(boss, "loss-reasons", by="month", key="2017-12", part="not recorded")
    assert len(found) == len(lost)


def test_conversion_tells_where_deals_went_from_each_stage(crm_sales, boss):
    stages = {one["stage"]: one for one in report(boss, "conversion")["total"]["stages"]}
    engaging = stages["engaging"]
    assert (engaging["reached"], engaging["won"]) == (8300, 4238)
    assert {(one["to"], one["count"]) for one in engaging["next"]} == {
        ("won", 4238), ("lost", 2473), (None, 1589)
    }  # fmt: skip
    still = next(one for one in engaging["next"] if one["to"] is None)
    assert sum(deal["counted"] for deal in boss.every(still["opens"]["count"])) == 1589
    assert engaging["won_percent"] == 51.06
    assert stages["prospecting"]["reached"] == len(behind(boss, "conversion", part="prospecting"))


def test_paths_tell_how_each_way_ended(crm_sales, boss):
    total = report(boss, "paths")["total"]
    [way] = total["paths"]
    assert (total["closed"], way["way"], way["won"], way["lost"], way["win_rate"]) == (
        6711, "engaging", 4238, 2473, 63.15
    )  # fmt: skip
    assert usd(way, "won_amounts") == Decimal("10005534.00")


def test_the_time_in_a_stage_and_what_remains_from_it_are_the_days_until_closing(
    crm_sales, boss, sold
):
    closed = [days(row) for row in sold if row["close_date"]]
    [stage] = report(boss, "time-in-stage")["total"]["stages"]
    assert (stage["stage"], stage["count"]) == ("engaging", len(closed))
    assert stage["median_days"] == median(closed)
    [left] = report(boss, "remaining-time")["total"]["stages"]
    assert (left["stage"], left["count"], left["median_days"]) == ("engaging", 4238, 57)


def test_the_forecast_weighs_what_is_running_by_its_stage(crm_sales, boss, sold):
    with (DATA / "crm-sales" / "products.csv").open(encoding="utf-8", newline="") as file:
        prices = {row["product"]: Decimal(row["sales_price"]) for row in csv.DictReader(file)}
    name, weights = "Darcel Schlecht", {"Prospecting": 10, "Engaging": 40}
    his = [row for row in sold if row["sales_agent"] == name and row["deal_stage"] in weights]
    lines = boss.read("/v1/reports/forecast", by="person")["rows"]  # of no days: all that run
    [line] = [line for line in lines if line["key"] == name]
    assert usd(line) == sum(prices[row["product"]] for row in his)
    weighted = sum(prices[row["product"]] * weights[row["deal_stage"]] for row in his) / 100
    assert usd(line, "weighted") == weighted
    assert {one["commitment"]: one["count"] for one in line["commitments"]} == {
        "commit": 0, "best-case": 0, "pipeline": len(his), "omitted": 0
    }  # fmt: skip
    path = "/v1/reports/forecast/deals"
    assert len(list(boss.every(path, by="person", key=name, part="pipeline"))) == len(his)


def test_figures_of_others_do_not_open_to_a_salesperson(crm_sales, boss, system):
    other = Api(system.url, system.token("someone-else", "sales"))
    assert behind(other, "won-value") == []
    refused = boss.get("/v1/reports/workload/deals")
    assert refused.status_code == 404


def test_rungs_of_the_ladder_are_converted_and_timed(crm_sales, boss):
    total = boss.read("/v1/reports/rung-conversion", by="source")
    [line] = [line for line in total["rows"] if line["key"] == "crm-sales"]
    rungs = {one["stage"]: one["reached"] for one in line["rungs"]}
    assert line["customers"] == 85
    assert rungs["won"] <= rungs["high-intent"] <= rungs["claimed"] <= 85
    assert rungs["won"] > 0
    assert "stages" in boss.read("/v1/reports/time-on-rung")["total"]
