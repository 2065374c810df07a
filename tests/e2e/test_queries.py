"""Questions of one's own: answered as a plain computation from the files answers them."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO, StringIO
from math import ceil
from statistics import median
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from tests.e2e.api import Api, slug
from tests.e2e.conftest import System
from tests.e2e.loaded import DATA
from tests.e2e.questions import BEST, WON, YEARS

pytestmark = pytest.mark.timeout(600)  # the first test to come loads the files
FOLDER = DATA / "crm-sales"

Deal = dict[str, str]


def deals() -> list[Deal]:
    with (FOLDER / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        return [row | mended(row) for row in csv.DictReader(file)]


def mended(row: Deal) -> Deal:
    """Dates stand there as 12/31/2017, and one product under two names."""
    product = "GTX Pro" if row["product"] == "GTXPro" else row["product"]
    return {"product": product} | {name: iso(row[name]) for name in ("engage_date", "close_date")}


def iso(text: str) -> str:
    return datetime.strptime(text, "%m/%d/%Y").date().isoformat() if text else ""


def days(deal: Deal) -> int:
    first, last = (date.fromisoformat(deal[name]) for name in ("engage_date", "close_date"))
    return (last - first).days


def put_together(found: Iterable[Deal], *names: str) -> dict[Any, list[Deal]]:
    groups: dict[Any, list[Deal]] = defaultdict(list)
    for deal in found:
        groups[tuple(deal[name] for name in names)].append(deal)
    return groups


def asked(api: Api, query: dict[str, Any], path: str = "/v1/queries") -> dict[str, Any]:
    response = api.post(path, query)
    assert response.status_code == 200, response.text
    return dict(response.json())


def usd(amount: Any) -> dict[str, str]:
    exact = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {"amount": str(exact), "currency": "USD"}


def test_how_long_and_how_large_the_won_deals_of_each_product_are(crm_sales, boss):
    measure = [
        {"how": "count"},
        {"how": "avg", "of": "amount"},
        {"how": "median", "of": "cycle_days"},
        {"how": "percentile", "of": "cycle_days", "at": 90},
    ]
    where = [WON, *YEARS]
    query = {"fact": "deals", "where": where, "group": [{"field": "product"}], "measure": measure}

    rows = asked(boss, query | {"sort": ["product"]})["rows"]

    won = put_together((one for one in deals() if one["deal_stage"] == "Won"), "product")
    assert rows == [
        {
            "product": product,
            "currency": "USD",
            "count": len(found),
            "avg_amount": usd(sum(int(one["close_value"]) for one in found) / Decimal(len(found))),
            "median_cycle_days": float(median(map(days, found))),
            "percentile_90_cycle_days": sorted(map(days, found))[ceil(0.9 * len(found)) - 1],
        }
        for (product,), found in sorted(won.items())
    ]


def test_who_sold_the_most_in_large_deals_of_half_a_year(crm_sales, boss):
    query = BEST | {
        "where": [
            WON,
            {"field": "amount", "test": "above",
             "value": {"amount": "1000", "currency": "USD"}},
            {"field": "closed_at", "test": "from", "value": "2017-07-01"},
            {"field": "closed_at", "test": "to", "value": "2017-12-31"},
        ]
    }  # fmt: skip

    rows = asked(boss, query)["rows"]

    large = [
        one for one in deals()
        if one["deal_stage"] == "Won"
        and int(one["close_value"]) > 1_000
        and "2017-07-01" <= one["close_date"] <= "2017-12-31"
    ]  # fmt: skip
    sums = {
        agent: sum(int(one["close_value"]) for one in found)
        for (agent,), found in put_together(large, "sales_agent").items()
    }
    best = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    assert rows == [
        {"owner": agent, "currency": "USD", "sum_amount": usd(value)} for agent, value in best
    ]


def test_how_many_accounts_said_yes_or_no_in_each_month(crm_sales, boss):
    query = {
        "fact": "deals",
        "where": [
            {"field": "stage", "test": "in", "value": ["won", "lost"]},
            {"any": [
                {"field": "product", "test": "is", "value": "GTX Basic"},
                {"field": "product", "test": "is", "value": "MG Special"},
            ]},
        ],
        "group": [{"field": "closed_at", "every": "month"}, {"field": "stage"}],
        "measure": [{"how": "count"}, {"how": "distinct", "of": "customer_id"}],
    }  # fmt: skip

    rows = asked(boss, query)["rows"]

    closed = [
        one | {"month": one["close_date"][:7]} for one in deals()
        if one["close_date"] and one["product"] in ("GTX Basic", "MG Special")
    ]  # fmt: skip
    assert rows == [
        {
            "closed_at_month": month,
            "stage": stage.lower(),
            "count": len(found),
            "distinct_customer_id": len({one["account"] for one in found} - {""}),
        }
        for (month, stage), found in sorted(put_together(closed, "month", "deal_stage").items())
    ]


def test_who_sees_their_own_asks_about_their_own(crm_sales, boss, system: System):
    darcel = Api(system.url, system.token("Darcel Schlecht", "sales"))

    [row] = asked(darcel, BEST)["rows"]

    assert row == {"owner": "Darcel Schlecht", "currency": "USD", "sum_amount": usd(1_153_214)}
    assert asked(boss, BEST)["rows"][0] == row


def test_a_query_is_explained(crm_sales, boss):
    told = asked(boss, BEST, "/v1/queries/explain")

    assert "where stage is won" in told["says"]
    assert "$match" in told["pipeline"][0]


def test_answers_come_as_tables_and_charts(crm_sales, boss):
    text = boss.post("/v1/queries.csv", BEST).content.decode("utf-8-sig")
    table = list(csv.DictReader(StringIO(text, newline="")))
    assert table[0] == {
        "owner": "Darcel Schlecht", "currency": "USD", "sum_amount": "1153214.00"
    }  # fmt: skip
    book = boss.post("/v1/queries.xlsx", BEST).content
    sheet = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[1] == ["Darcel Schlecht", "USD", 1153214.0]
    for kind in ("bar", "pie", "line", "funnel"):
        how = BEST | {"chart": kind, "title": "各人赢单金额"}
        svg = boss.post("/v1/queries.svg", how)
        assert svg.headers["Content-Type"] == "image/svg+xml"
        words = [node.text for node in ElementTree.fromstring(svg.content).iter() if node.text]
        names = {one.partition(" · ")[0] for one in words}  # a pie has the number beside the name
        assert "各人赢单金额 · USD (5/30)" in words
        assert {"Darcel Schlecht", "1,153,214"} <= names
        png = boss.post("/v1/queries.png", how)
        assert png.status_code == 200, png.text
        assert png.content.startswith(b"\x89PNG")


def test_reports_come_as_workbooks_and_charts(crm_sales, boss):
    asked = {"from": "2017-01-01", "to": "2017-12-31", "by": "quarter"}
    svg = boss.get("/v1/reports/won-value.svg", **asked)
    words = {node.text for node in ElementTree.fromstring(svg.content).iter()}
    assert {"2017-Q1", "2017-Q4", "1,134,672", "2,802,496"} <= words
    assert boss.get("/v1/reports/funnel.png").content.startswith(b"\x89PNG")
    book = boss.get("/v1/reports/won-value.xlsx", **asked).content
    sheet = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[1][0] == "2017-Q1"
    assert 1134672.0 in sheet[1]


@pytest.mark.parametrize(
    "query",
    [
        {"fact": "deals", "where": [{"field": "$where", "test": "is", "value": "1"}]},
        {"fact": "deals", "where": [{"field": "owner", "test": "is", "value": {"$gt": ""}}]},
        {"fact": "deals", "where": [{"field": "owner", "test": "$ne", "value": "x"}]},
        {"fact": "deals", "group": [{"field": "customer.source"}]},
        {"fact": "deals", "measure": [{"how": "$sum", "of": "amount"}]},
        {"fact": "deals", "$lookup": {"from": "sessions"}},
        {"fact": "system.users"},
        {"fact": "deals", "where": [{"any": [{"any": []}]}]},
    ],
)
def test_nothing_that_was_not_declared_can_be_asked(boss, query):
    for path in ("/v1/queries", "/v1/queries/explain", "/v1/queries.svg"):
        response = boss.post(path, query)
        assert response.status_code == 400
        assert slug(response) == "invalid"
        assert response.json()["errors"]
