"""Deals that several share: each has their part, and all the parts together are the whole."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gateway.events import PersonAdded
from services.analytics.asker import Asker
from services.pipeline.events import Money, OpportunityShared, Share
from tests.integration.analytics.test_asking import by, cny, of, rows, where
from tests.integration.analytics.test_deal_sums import years
from tests.integration.analytics.test_reports_of_deals import ask, behind
from tests.integration.analytics.world import ANN, BOB, MANAGER, World
from tests.unit.analytics.examples import DAY, HOUR, NOON, opened, won

EVE = replace(ANN, user="eve", people=frozenset(["eve"]))
Line = dict[str, Any]


def share(world: World, id: str, **parts: str) -> None:
    made = tuple(Share(person, percent) for person, percent in parts.items())
    world.happened(OpportunityShared(id, "c1", made, "ann", NOON))


def company(world: World) -> None:
    """Ann and bob share one of hers, eve has all of another one; the third is ann's own."""
    world.happened(
        PersonAdded("ann", "Ann", "sales", "own", "north", "root", NOON),
        PersonAdded("bob", "Bob", "sales", "own", "north", "root", NOON),
        opened("o1", at=NOON - DAY), opened("o2", at=NOON - DAY), opened("o3", at=NOON - DAY),
    )  # fmt: skip
    share(world, "o1", ann="66.67", bob="33.33")
    share(world, "o2", eve="100")
    world.happened(won("o1", "1000"), won("o2", "50"), won("o3", "7.10"))


def worth(line: Line) -> str:
    return str(line["amounts"][0]["amount"])


def shown(told: Line) -> list[tuple[str | None, int, str]]:
    return sorted((line["key"] or "", line["count"], worth(line)) for line in told["rows"])


def test_each_has_their_part_and_a_deal_counts_once(world: World) -> None:
    company(world)

    assert shown(ask(world, "won-value", by="person")) == [
        ("ann", 3, "673.80"), ("bob", 0, "333.30"), ("eve", 0, "50.00")
    ]  # fmt: skip
    assert shown(ask(world, "won-value", by="team")) == [("", 0, "50.00"), ("north", 3, "1007.10")]
    assert worth(ask(world, "won-value")["total"]) == "1057.10"


@pytest.mark.parametrize(
    ("asker", "count", "amount"), [(ANN, 3, "673.80"), (BOB, 0, "333.30"), (EVE, 0, "50.00")]
)
def test_who_sees_their_own_sees_their_part(
    world: World, asker: Asker, count: int, amount: str
) -> None:
    company(world)
    for by_ in (None, "person", "month", "product"):
        told = ask(world, "won-value", asker, **({"by": by_} if by_ else {}))
        for line in (told["total"], *told["rows"]):
            assert (line["count"], worth(line)) == (count, amount), by_
    work = ask(world, "workload", asker, by="person")["total"]
    assert (work["won"], work["won_amounts"][0]["amount"]) == (count, amount)


def test_a_part_opens_to_its_deals_with_who_shares_them(world: World) -> None:
    company(world)
    [deal] = behind(world, "won-value", by="person", key="bob")
    assert (deal["id"], deal["shares"]) == (
        "o1", [{"person": "ann", "percent": "66.67"}, {"person": "bob", "percent": "33.33"}]
    )  # fmt: skip
    assert [one["id"] for one in behind(world, "won-value", EVE)] == ["o2"]
    assert [one["id"] for one in behind(world, "won-value", by="team", key=None)] == ["o2"]
    assert len(behind(world, "won-value", by="team", key="north")) == 3
    assert len(behind(world, "average-deal", by="person", key="ann")) == 3


def test_the_forecast_goes_by_parts_too(world: World) -> None:
    running = {"amount": Money("200.00", "CNY"), "probability": 25}
    world.happened(opened("o1", expected_close=date(2026, 1, 20), **running))
    share(world, "o1", ann="75", bob="25")
    told = ask(world, "forecast", by="person")
    assert shown(told) == [("ann", 1, "150.00"), ("bob", 0, "50.00")]
    assert [line["weighted"][0]["amount"] for line in told["rows"]] == ["37.50", "12.50"]


def test_all_other_reports_leave_a_deal_to_its_owner(world: World) -> None:
    company(world)
    assert [line["key"] for line in ask(world, "win-rate", by="person")["rows"]] == ["ann"]
    [line] = ask(world, "average-deal", by="person")["rows"]
    assert (line["key"], line["count"]) == ("ann", 3)
    assert ask(world, "average-deal", BOB)["total"]["count"] == 0


def test_parts_are_asked_of_as_a_fact_of_their_own(world: World) -> None:
    company(world)
    asked = {
        "fact": "deal_parts", "where": [where("stage", "is", "won")], "group": by("person"),
        "measure": [of("sum", "amount"), of("distinct", "id")], "sort": ["person"],
    }  # fmt: skip
    assert rows(world, MANAGER, **asked) == [
        ["ann", "CNY", cny("673.80"), 3], ["bob", "CNY", cny("333.30"), 1],
        ["eve", "CNY", cny("50.00"), 1],
    ]  # fmt: skip
    assert rows(world, BOB, **asked) == [["bob", "CNY", cny("333.30"), 1]]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["won-value", "forecast", "workload"])
def test_the_parts_of_all_people_are_the_whole(world: World, name: str, seed: int) -> None:
    years(world, seed)
    world.happened(PersonAdded("ann", "Ann", "sales", "own", "north", "root", NOON + HOUR))
    worth, number = ("won_amounts", "won") if name == "workload" else ("amounts", "count")
    for asked in ({}, {"from_": "2025-11-20", "to": "2026-01-03"}):
        total = ask(world, name, **asked)["total"]
        assert total[number] or name == "forecast"
        for cut in ("person", "team"):
            lines = ask(world, name, by=cut, **asked)["rows"]
            assert sum(line[number] for line in lines) == total[number]
            assert added(lines, worth) == added([total], worth)


def added(lines: list[Line], name: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        for one in line[name]:
            sums[one["currency"]] += Decimal(one["amount"])
    return dict(sums)
