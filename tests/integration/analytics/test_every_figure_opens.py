"""Every figure of every report has a path, and what is read there adds up to the figure."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from gateway.events import PersonAdded
from gateway.report_links import linked
from services.analytics import deeds
from services.analytics.asked_days import asked_for
from services.analytics.asker import Asker
from services.analytics.customers_behind import customers_behind
from services.analytics.deal_reports import loss_reasons, paths
from services.analytics.deals_behind import Opened, behind_figure
from services.analytics.due_behind import due_behind
from services.analytics.reports import NAMED, answer, named, question_of
from services.analytics.whose import looking_at
from services.pipeline.events import OpportunityShared, Share
from tests.integration.analytics.test_customers_behind import climbing
from tests.integration.analytics.test_reports_of_deals import business
from tests.integration.analytics.world import MANAGER, SHANGHAI, World
from tests.unit.analytics.examples import (
    DAY,
    HOUR,
    NOON,
    followed_up,
    lost,
    opened,
    registered,
    won,
)

# What is made of several figures, all of which open; whoever adds a name here knows of which.
MADE_OF_OTHERS = {
    "percent", "percent_of_all", "won_percent", "win_rate", "reach", "mean_days", "median_days",
    "p25_days", "p75_days", "p90_days", "averages", "weighted", "quarters", "low", "likely", "high",
}  # fmt: skip
LEAD = replace(MANAGER, people=frozenset({"mia", "bob"}), sees_all=False)
ASKERS = {"manager": MANAGER, "lead": LEAD}
Item = dict[str, Any]


@pytest.fixture(scope="module")
def company(database: Any) -> World:
    """Deals of many fates, some shared, customers on all rungs, and who did what with them."""
    world = World(database)
    business(world)
    halves = (Share("ann", "66.67"), Share("bob", "33.33"))
    world.happened(
        opened("s1", at=NOON - DAY), OpportunityShared("s1", "c1", halves, "ann", NOON),
        won("s1", "1000", NOON + HOUR),
        opened("s2", owner="bob", at=NOON - DAY), won("s2", "20", NOON, "bob"),
        opened("s3", at=NOON - DAY), replace(lost("s3"), reason="没有预算"),
        PersonAdded("eve", "Eve", "sales", "own", "north", "root", NOON),
    )  # fmt: skip
    climbing(world)
    for n, (who, channel) in enumerate([("ann", "visit"), ("bob", "phone"), ("eve", "phone")]):
        world.happened(
            registered(f"w{n}", owner=who, by=who, at=NOON - 40 * DAY),
            followed_up(f"w{n}", at=NOON - n * DAY, author=who, channel=channel, next_at=NOON),
        )
    return world


def figures(told: Any) -> Iterator[tuple[str, Any, str]]:
    """The name, the value and the path of each; a KeyError: it has none."""
    for one in told if isinstance(told, list) else ():
        yield from figures(one)
    for name, value in told.items() if isinstance(told, dict) else ():
        if is_sum(value) or isinstance(value, int | float):
            yield name, value, told["opens"][name]
        elif name != "opens":
            yield from figures(value)


def is_sum(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and "currency" in value[0]


def read(world: World, asker: Asker, path: str) -> list[Item]:
    """Page by page what lies there, as the services answer it."""
    parts = urlsplit(path)
    report, kind = parts.path.removeprefix("/v1/reports/").split("/")
    asked: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    asked["from_"] = asked.pop("from", None)
    who = looking_at(world.rows["reports"], asker, asked.pop("person", None))
    found: list[Item] = []
    cursor = None
    while True:
        page, cursor = READ[kind](world, who, report, asked, cursor)
        found += page
        if cursor is None:
            return found


def read_deals(world: World, who: Asker, report: str, asked: Any, cursor: Any) -> Any:
    figure = Opened(report, **asked)
    return behind_figure(world.rows["reports"], who, SHANGHAI, figure, 200, cursor)


def read_customers(world: World, who: Asker, report: str, asked: Any, cursor: Any) -> Any:
    asks = (who, SHANGHAI, Opened(report, **asked), 200, cursor)
    if report == "due":
        return due_behind(world.rows["lists"], world.rows["reports"], *asks)
    return customers_behind(world.rows["reports"], *asks)


def read_deeds(world: World, who: Asker, report: str, asked: Any, cursor: Any) -> Any:
    by, rows = asked.get("by"), world.rows["reports"]
    days = asked_for(asked["from_"], asked.get("to"), None, SHANGHAI)
    question = replace(question_of(NAMED[report], rows, who, SHANGHAI, days, by), by=by)
    return deeds.opened(rows, question, asked["figure"], asked.get("key"), 200, cursor)


READ = {"deals": read_deals, "customers": read_customers, "deeds": read_deeds}


def added_up(items: list[Item], like: Any) -> Any:
    if not is_sum(like):
        return sum(one.get("counted", 1) for one in items)
    sums: dict[str, Decimal] = {}
    for one in items:
        if worth := one["worth"]:
            before = sums.get(worth["currency"], Decimal(0))
            sums[worth["currency"]] = before + Decimal(worth["amount"])
    return sums


def comparable(value: Any) -> Any:
    return {one["currency"]: Decimal(one["amount"]) for one in value} if is_sum(value) else value


@pytest.mark.parametrize("name", sorted(NAMED))
@pytest.mark.parametrize("who", ASKERS)
def test_what_is_behind_each_figure_adds_up_to_it(company: World, name: str, who: str) -> None:
    asker, known, seen = ASKERS[who], dict[str, list[Item]](), 0
    for asked in ({}, {"from_": "2025-12-05", "to": "2026-01-06", "compare": "previous"}):
        for by in (None, *NAMED[name].cuts):
            for figure, value, path in figures(told(company, name, asker, {"by": by} | asked)):
                if figure not in MADE_OF_OTHERS:
                    if path not in known:
                        known[path] = read(company, asker, path)
                    assert added_up(known[path], value) == comparable(value), (figure, path)
                    seen += 1
    assert seen, "there is nothing to open"


@pytest.mark.parametrize(("name", "part"), [("paths", "way"), ("loss-reasons", "reason")])
def test_what_is_not_told_one_by_one_opens_too(
    company: World, monkeypatch: pytest.MonkeyPatch, name: str, part: str
) -> None:
    for report in (paths, loss_reasons):
        monkeypatch.setattr(report, "MOST", 1)
    rest = 0
    for by in (None, "person", "month"):
        for figure, value, path in figures(told(company, name, MANAGER, {"by": by})):
            if figure in ("others", "count", "amounts"):
                items = read(company, MANAGER, path)
                assert added_up(items, value) == comparable(value), (figure, path)
                rest += "which=rest" in path and len(items)
    assert rest


def test_the_range_of_a_forecast_opens_to_the_win_rates_that_it_is_from(company: World) -> None:
    asked = {"from_": "2026-01-10", "to": "2026-01-31", "by": "person"}
    found = told(company, "forecast", MANAGER, asked)["total"]["range"]
    parts = urlsplit(found["opens"]["likely"])
    assert parts.path == "/v1/reports/win-rate"
    days = dict(parse_qsl(parts.query))
    days["from_"] = days.pop("from")
    rates = told(company, "win-rate", MANAGER, days)
    assert len(rates["rows"]) == found["quarters"] == 2


def told(world: World, name: str, asker: Asker, asked: Any) -> Item:
    given = {one: value for one, value in asked.items() if value is not None}
    rows, staff = world.rows[named(name).group.name], world.rows["reports"]
    return linked(answer(name, rows, asker, SHANGHAI, staff=staff, **given), {})
