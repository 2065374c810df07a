"""Reports that tell of the same agree: what a manager adds up by hand is what is told."""

from decimal import Decimal
from typing import Any

import pytest

from services.analytics.asking import answering
from services.analytics.asking.reading import read
from services.analytics.board import board
from services.analytics.facts.fact import Setting
from services.analytics.opportunities import OPPORTUNITIES
from services.analytics.reports import NAMED
from tests.integration.analytics.asking import by as grouped_by
from tests.integration.analytics.asking import of, where
from tests.integration.analytics.sold import ask, table
from tests.integration.analytics.world import MANAGER, SHANGHAI, World

Numbers = dict[tuple[str, ...], Decimal]
PARTS = ("stage", "reason", "way", "commitment", "to", "currency")
MADE_OF_OTHERS = {
    "percent", "percent_of_all", "won_percent", "win_rate", "reach", "mean_days", "median_days",
    "p25_days", "p75_days", "p90_days", "averages", "range",
}  # fmt: skip
YEAR_2017 = {"from_": "2017-01-01", "to": "2017-12-31"}
AUTUMN = {"from_": "2017-10-01", "to": "2017-12-31"}


def numbers(told: Any, at: tuple[str, ...] = ()) -> Numbers:
    """All that can be added up, by where it stands: lists by what their members are told apart."""
    found: Numbers = {}
    for one in told if isinstance(told, list) else ():
        named = (str(one[part]) for part in PARTS if part in one) if isinstance(one, dict) else ()
        found |= numbers(one, (*at, *named))
    for name, value in told.items() if isinstance(told, dict) else ():
        found |= {} if name in MADE_OF_OTHERS else numbers(value, (*at, name))
    if isinstance(told, int) or at[-1:] == ("amount",):
        found[at] = Decimal(told)
    return {place: number for place, number in found.items() if number}


def added(lines: list[dict[str, Any]]) -> Numbers:
    sums: Numbers = {}
    for line in lines:
        for place, number in numbers(line).items():
            sums[place] = sums.get(place, Decimal(0)) + number
    return sums


@pytest.mark.parametrize("name", sorted(NAMED))
def test_the_lines_of_a_report_add_up_to_its_total(sold: World, name: str) -> None:
    for asked in ({}, YEAR_2017):
        whole = ask(sold, name, **asked)["total"]
        if name == "funnel":  # of customers it tells in the total alone
            assert whole.pop("customers")
        for by in NAMED[name].cuts:
            told = ask(sold, name, by=by, **asked)
            shared = {part: told["total"][part] for part in whole}
            assert numbers(shared) == numbers(whole), by
            assert added(told["rows"]) == numbers(whole), by


@pytest.mark.parametrize("name", sorted(NAMED))
def test_what_a_report_is_compared_with_is_the_report_of_those_days(sold: World, name: str) -> None:
    for kind, days in (
        ("previous", {"from_": "2017-07-01", "to": "2017-09-30"}),
        ("last-year", {"from_": "2016-10-01", "to": "2016-12-31"}),
    ):
        told = ask(sold, name, by="person", compare=kind, **AUTUMN)["compared"]
        own = ask(sold, name, by="person", **days)
        assert told == {part: own[part] for part in told}


@pytest.mark.parametrize("days", [{}, YEAR_2017, AUTUMN], ids=["ever", "2017", "autumn"])
@pytest.mark.parametrize("by", ["person", "team", "month"])
def test_what_was_won_is_the_same_in_every_report(
    sold: World, by: str, days: dict[str, str]
) -> None:
    def won(name: str, figure: str) -> dict[str | None, Any]:
        rows = ask(sold, name, by=by, **days)["rows"]
        return {line["key"]: line[figure] for line in rows if line[figure]}

    amounts, counts = won("won-value", "amounts"), won("won-value", "count")
    assert len(amounts) > 1
    assert won("workload", "won_amounts") == amounts
    counted = [("workload", "won"), ("average-deal", "count"), ("win-rate", "won"),
               ("sales-cycle", "count")]  # fmt: skip
    assert [won(*one) for one in counted] == [counts] * 4
    ways = won("paths", "paths")
    assert {
        key: [one for way in each for one in way["won_amounts"]]
        for key, each in ways.items()
        if any(way["won"] for way in each)
    } == amounts
    assert asked_for(sold, by, days) == amounts


def asked_for(sold: World, by: str, days: dict[str, str]) -> dict[str | None, Any]:
    """The same from the query builder."""
    group = {"person": ("owner", None), "team": ("team", None), "month": ("closed_at", "month")}
    since, until = days.get("from_", "2016-01-01"), days.get("to", "2017-12-31")
    closed = [where("closed_at", "from", since), where("closed_at", "to", until)]
    about = {"where": [*closed, where("stage", "is", "won")], "group": grouped_by(*group[by])}
    query = read({"fact": "deals", "measure": [of("sum", "amount")], "limit": 100} | about)
    teams = {row["sales_agent"]: row["manager"] for row in table("sales_teams.csv")}
    found = answering.answer(query, MANAGER, Setting(SHANGHAI, teams), sold.rows["reports"])
    return {(each := list(row.values()))[0]: [each[-1]] for row in found["rows"]}


def test_what_still_runs_is_the_same_on_the_board_in_the_funnel_and_in_the_forecast(
    sold: World,
) -> None:
    columns = board(sold.collection(OPPORTUNITIES), MANAGER, {})["columns"]
    stages = ask(sold, "funnel")["total"]["opportunities"]
    told = ("stage", "count", "amounts")
    assert [{part: one[part] for part in told} for one in columns] == stages
    running = [one for one in stages if one["stage"] not in ("won", "lost")]
    assert ask(sold, "forecast")["total"]["count"] == sum(one["count"] for one in running) == 2089
    still = [
        step["count"]
        for one in ask(sold, "conversion")["total"]["stages"]
        for step in one["next"]
        if step["to"] is None
    ]
    assert sum(still) == 2089


def test_each_step_of_a_conversion_is_one_of_those_that_reached_the_stage(sold: World) -> None:
    for line in ask(sold, "conversion", by="team")["rows"]:
        for stage in line["stages"]:
            assert sum(step["count"] for step in stage["next"]) == stage["reached"]


def test_what_was_closed_is_the_same_in_every_report(sold: World) -> None:
    for by in ("person", "region", "quarter"):
        closed = {
            row["key"]: row["won"] + row["lost"] for row in ask(sold, "win-rate", by=by)["rows"]
        }
        ways = {row["key"]: row["closed"] for row in ask(sold, "paths", by=by)["rows"]}
        stays = {
            row["key"]: sum(one["count"] for one in row["stages"])
            for row in ask(sold, "time-in-stage", by=by)["rows"]
        }
        assert closed == ways == stays
        lost = {row["key"]: row["lost"] for row in ask(sold, "loss-reasons", by=by)["rows"]}
        assert lost == {
            row["key"]: row["lost"] for row in ask(sold, "win-rate", by=by)["rows"] if row["lost"]
        }
