from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gateway.events import PersonAdded
from kernel.refusal import Invalid, NotFound
from services.analytics.asker import Asker
from services.analytics.deals_behind import Opened, behind_figure
from services.analytics.periods import Clock
from services.analytics.reports import NAMED, answer
from services.customer.events import Address
from services.pipeline.events import Money, OpportunityReopened, OpportunityStageChanged
from tests.integration.analytics.world import MANAGER, NOW, SHANGHAI, World
from tests.unit.analytics.examples import (
    DAY,
    HOUR,
    NOON,
    engaging,
    lost,
    opened,
    registered,
    won,
)

OF_DEALS = [name for name, report in NAMED.items() if report.behind]


def ask(
    world: World, name: str, asker: Asker = MANAGER, clock: Clock = SHANGHAI, **asked: str
) -> dict[str, Any]:
    rows = world.rows["reports"]
    return answer(name, rows, asker, clock, **asked)


def behind(
    world: World, report: str, asker: Asker = MANAGER, limit: int | None = None, **asked: Any
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page, cursor = behind_figure(
            world.rows["reports"], asker, SHANGHAI, Opened(report, **asked), limit, cursor
        )
        found += page
        if cursor is None:
            return found


def reopened(id: str, day: int) -> OpportunityReopened:
    about = (NOON + day * DAY, "default", 1, 40, 7)
    return OpportunityReopened(id, "c1", "ann", "lost", "engaging", "they called", "ann", *about)


def back(id: str, day: int) -> OpportunityStageChanged:
    about = ("ann", NOON + day * DAY, "default", 1, True)
    return OpportunityStageChanged(id, "c1", "engaging", "prospecting", *about)


def business(world: World) -> None:
    """Ann has a team and bob has none; deals of two months, two currencies and many fates."""
    hangzhou = (Address("Hangzhou", province="Zhejiang"),)
    world.happened(
        PersonAdded("ann", "Ann", "sales", "own", "north", "root", NOON),
        PersonAdded("bob", "Bob", "sales", "own", None, "root", NOON),
        registered("c1", source="fair", industry="tea", addresses=hangzhou),
        opened("o1", at=NOON - 40 * DAY), engaging("o1", NOON - 38 * DAY),
        won("o1", "10.10", NOON - 10 * DAY),
        opened("o2", at=NOON - 20 * DAY, product="MG"), engaging("o2", NOON - 15 * DAY),
        lost("o2", NOON - 12 * DAY),
        opened("o3", at=NOON - 20 * DAY, owner="bob", customer_id=None),
        lost("o3", NOON - HOUR, owner="bob"),
        opened("o4", at=NOON - 9 * DAY, owner="bob", expected_days=7, pipeline_id="projects",
               expected_close=date(2026, 1, 20), probability=25),
        opened("o5", at=NOON - 8 * DAY, amount=Money("0.03", "USD"), product=None),
        engaging("o5", NOON - 7 * DAY), lost("o5", NOON - 6 * DAY), reopened("o5", -4),
        opened("o6", at=NOON - 3 * DAY, amount=None), engaging("o6", NOON - 2 * DAY),
        back("o6", -1), engaging("o6"), won("o6", None, NOON + HOUR),
    )  # fmt: skip


def by_stage(line: dict[str, Any]) -> dict[str, int]:
    return {one["stage"]: one["count"] for one in line["stages"]}


def test_stays_of_the_asked_days_alone_are_counted_and_opened(world: World) -> None:
    business(world)
    asked = {"from_": "2026-01-04", "to": "2026-01-05"}
    total = ask(world, "time-in-stage", **asked)["total"]
    assert {one["stage"]: (one["count"], one["mean_days"]) for one in total["stages"]} == {
        "prospecting": (2, 10.5),  # o3 had been there for 20 days, o6 for the second time for one
        "engaging": (2, 0.5),  # o6, twice: for one day, and for an hour
    }
    deals = behind(world, "time-in-stage", part="engaging", **asked)
    assert [deal["id"] for deal in deals] == ["o6"]


def test_what_left_a_stage_in_a_month_left_that_stage_in_that_month(world: World) -> None:
    business(world)
    assert ids(behind(world, "time-in-stage", by="month", key="2025-11", part="engaging")) == []
    found = behind(world, "time-in-stage", by="month", key="2025-12", part="engaging")
    assert ids(found) == ["o5", "o2", "o1"]


def ids(deals: list[dict[str, Any]]) -> list[str]:
    return [deal["id"] for deal in deals]


def test_conversion_counts_the_first_step_from_each_stage(world: World) -> None:
    business(world)
    stages = {one["stage"]: one for one in ask(world, "conversion")["total"]["stages"]}
    assert (stages["prospecting"]["reached"], stages["engaging"]["reached"]) == (6, 4)
    assert {(one["to"], one["count"]) for one in stages["engaging"]["next"]} == {
        ("won", 1), ("lost", 2), ("prospecting", 1)
    }  # fmt: skip
    assert (stages["engaging"]["won"], stages["engaging"]["won_percent"]) == (2, 50.0)


def test_paths_tell_every_way_and_how_it_ended(world: World) -> None:
    business(world)
    total = ask(world, "paths")["total"]
    assert [(one["way"], one["won"], one["lost"], one["percent"]) for one in total["paths"]] == [
        ("prospecting > engaging", 1, 1, 50.0),
        ("prospecting", 0, 1, 25.0),
        ("prospecting > engaging > prospecting > engaging", 1, 0, 25.0),
    ]


def test_the_average_is_of_deals_that_have_an_amount(world: World) -> None:
    world.happened(opened("o1"), won("o1", "0.01"), opened("o2"), won("o2", "0.02"))
    world.happened(opened("o3", amount=None), won("o3"))

    total = ask(world, "average-deal")["total"]

    assert total == {"count": 3, "averages": [{"amount": "0.02", "currency": "CNY"}]}


def test_the_forecast_is_weighted_committed_and_ranged_by_the_past(world: World) -> None:
    business(world)
    total = ask(world, "forecast", from_="2026-01-10", to="2026-01-31")["total"]
    assert (total["count"], total["weighted"]) == (1, [{"amount": "1205.25", "currency": "CNY"}])
    # in the last quarter of 2025 one of two was won, in this one one of two
    assert total["range"]["quarters"] == 2
    assert [total["range"][case][0]["amount"] for case in ("low", "likely", "high")] == (
        ["2410.50"] * 3
    )
    every = ask(world, "forecast")["total"]
    assert [one["amount"] for one in every["weighted"]] == ["1205.25", "0.01"]


def test_without_a_past_there_is_no_range(world: World) -> None:
    world.happened(opened("o1"))
    assert ask(world, "forecast")["total"]["range"] is None


def test_deals_without_an_expected_day_are_expected_on_none(world: World) -> None:
    business(world)
    rows = ask(world, "forecast", by="month")["rows"]
    assert [(row["key"], row["count"]) for row in rows] == [("2026-01", 1), (None, 1)]
    assert len(behind(world, "forecast", by="month", key="2026-01")) == 1


def test_an_expected_day_is_the_companys_wherever_it_lies(world: World) -> None:
    world.happened(opened("o1", expected_close=date(2026, 1, 20)))
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        asked = {"from_": "2026-01-20", "to": "2026-01-20"}
        found = ask(world, "forecast", clock=Clock(NOW, zone), **asked)["total"]
        assert found["count"] == 1, zone


def test_a_deal_is_stuck_when_its_days_are_over(world: World) -> None:
    business(world)
    total = ask(world, "stuck-deals")["total"]
    assert (total["count"], by_stage(total)) == (1, {"prospecting": 1})
    later = Clock(NOW + 30 * DAY, "Asia/Shanghai")
    assert by_stage(ask(world, "stuck-deals", clock=later)["total"]) == {
        "prospecting": 1, "engaging": 1
    }  # fmt: skip


def test_pages_of_deals_follow_each_other_without_a_gap(world: World) -> None:
    business(world)
    every = [deal["id"] for deal in behind(world, "funnel")]
    assert every == ["o6", "o5", "o4", "o3", "o2", "o1"]
    assert [deal["id"] for deal in behind(world, "funnel", limit=1)] == every
    tea = [deal["id"] for deal in behind(world, "funnel", limit=2, by="industry", key="tea")]
    assert tea == ["o6", "o5", "o4", "o2", "o1"]


def test_what_has_no_deals_behind_it_says_so(world: World) -> None:
    for name in ("workload", "time-on-rung"):
        with pytest.raises(NotFound) as refused:
            behind(world, name)
        assert refused.value.slug == "no-deals-behind"
    for asked in ({"then": "won"}, {"which": "won"}):
        with pytest.raises(Invalid, match=r"win-rate"):
            behind(world, "win-rate", **asked)
    with pytest.raises(Invalid, match=r"won, lost, rest"):
        behind(world, "paths", which="still")
    for asked in ({"key": "won"}, {"part": "win_rate"}, {"by": "person", "key": "x", "part": "y"}):
        with pytest.raises(Invalid, match=r"key|won, lost"):
            behind(world, "win-rate", **asked)


@pytest.mark.parametrize(
    ("by", "key"),
    [("month", "2026-13"), ("week", "2025-W53"), ("quarter", "Q1"), ("day", "x"), ("year", "0001")],
)
def test_a_key_that_names_no_period_is_refused(world: World, by: str, key: str) -> None:
    with pytest.raises(Invalid):
        behind(world, "won-value", by=by, key=key)


def test_a_manager_of_one_team_sees_its_figures_only(world: World) -> None:
    business(world)
    lead = replace(MANAGER, people=frozenset({"mia", "bob"}), sees_all=False)
    assert ask(world, "win-rate", lead)["total"] == {"won": 0, "lost": 1, "win_rate": 0.0}
    assert [deal["id"] for deal in behind(world, "win-rate", lead)] == ["o3"]
    assert ask(world, "won-value")["total"]["amounts"] == [{"amount": "10.10", "currency": "CNY"}]
