"""Queries on real rows: what the database makes of what was compiled."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kernel.refusal import Invalid
from services.analytics.asking import answering, compiling
from services.analytics.asking.reading import read
from services.analytics.facts.fact import Setting
from services.analytics.periods import Clock
from services.customer.events import Address
from services.pipeline.events import Money
from tests.integration.analytics.asking import TEAMS, ask, by, cny, deal, of, rows, usd, where
from tests.integration.analytics.world import ANN, MANAGER, NOW, SHANGHAI, World
from tests.unit.analytics.examples import (
    DAY,
    NOON,
    lost,
    opened,
    registered,
)


def test_money_is_exact_and_never_added_up_over_currencies(world: World) -> None:
    for n in range(10):
        deal(world, f"o{n}")
    world.happened(opened("o10", amount=Money("7", "USD")), opened("o11", amount=None))

    measured = [{"how": "count"}, of("sum", "amount")]

    assert rows(world, measure=measured) == [
        ["CNY", 10, cny("1.00")],
        [None, 1, None],
        ["USD", 1, usd("7.00")],
    ]


def test_every_measure_of_money(world: World) -> None:
    for n, amount in enumerate(("1", "2", "4", "10")):
        deal(world, f"o{n}", amount=amount)
    hows = ("avg", "min", "max", "median")

    measured = [*(of(how, "amount") for how in hows), of("percentile", "amount", at=75)]
    [[_, *found]] = rows(world, measure=measured)

    assert [one["amount"] for one in found] == ["4.25", "1.00", "10.00", "3.00", "4.00"]


def test_every_measure_of_a_number(world: World) -> None:
    for n, days in enumerate((1, 2, 2, 9)):
        deal(world, f"o{n}", days=days)
    world.happened(opened("open"))  # takes no days yet

    measured = [
        *(of(how, "cycle_days") for how in ("sum", "avg", "min", "max", "median")),
        of("percentile", "cycle_days", at=90),
        of("distinct", "product"),
        of("distinct", "lost_reason"),
    ]

    assert rows(world, measure=measured) == [[14, 3.5, 1, 9, 2.0, 9, 1, 0]]


def test_of_nothing_nothing_is_measured(world: World) -> None:
    measured = [of("median", "cycle_days"), of("percentile", "cycle_days", at=50)]

    assert rows(world, measure=[*measured, {"how": "count"}]) == [[None, None, 0]]
    assert rows(world, measure=measured, group=by("owner")) == []
    world.happened(opened("open"))
    assert rows(world, measure=measured) == [[None, None]]


@pytest.mark.parametrize(
    ("every", "keys"),
    [
        ("day", ["2025-12-31", "2026-01-05"]),
        ("week", ["2026-W01", "2026-W02"]),
        ("month", ["2025-12", "2026-01"]),
        ("quarter", ["2025-Q4", "2026-Q1"]),
        ("year", ["2025", "2026"]),
    ],
)
def test_times_are_cut_by_the_companys_calendar(world: World, every: str, keys: list[str]) -> None:
    deal(world, "o1", closed=NOON - 12 * 3600 * (DAY / 86400))  # midnight in Shanghai
    deal(world, "o2", closed=NOON - 5 * DAY)
    world.happened(opened("open"))

    found = rows(world, group=by("closed_at", every))

    assert [key for key, _ in found] == [None, *keys]


def test_a_person_is_cut_by_their_team_of_today(world: World) -> None:
    for n, owner in enumerate(("ann", "bob", "eve", "nobody", "ann")):
        deal(world, f"o{n}", owner=owner)

    assert rows(world, group=by("team"), sort=["team"]) == [[None, 2], ["east", 2], ["west", 1]]
    west = where("team", "is", "west")
    assert rows(world, group=by("owner"), where=[west]) == [["bob", 1]]


def test_what_is_known_of_the_customer_is_joined(world: World) -> None:
    hangzhou = (Address("Hangzhou", province="Zhejiang"),)
    world.happened(registered("c1", source="fair", industry="tea", addresses=hangzhou))
    deal(world, "o1")
    deal(world, "o2", customer_id=None)

    assert rows(world, group=by("source"), sort=["source"]) == [[None, 1], ["fair", 1]]
    assert rows(world, where=[where("source", "is", "fair")]) == [[1]]
    assert rows(world, group=[*by("region"), *by("industry")], sort=["region"]) == [
        [None, None, 1], ["Zhejiang", "tea", 1]
    ]  # fmt: skip


def test_conditions_hold_all_together_and_alternatives_one_by_one(world: World) -> None:
    deal(world, "o1", amount="5", product="MG", days=2)
    deal(world, "o2", amount="50", product="GTX", days=8)
    world.happened(opened("o3", product="GTX", amount=None), lost("o3"))
    gtx, fast = where("product", "is", "GTX"), where("cycle_days", "at_most", 2)

    assert rows(world, where=[gtx]) == [[2]]
    assert rows(world, where=[{"any": [gtx, fast]}]) == [[3]]
    assert rows(world, where=[gtx, where("stage", "is_not", "lost")]) == [[1]]
    assert rows(world, where=[where("amount", "above", cny("5"))]) == [[1]]
    assert rows(world, where=[where("amount", "at_least", usd("5"))]) == [[0]]
    assert rows(world, where=[where("closed_at", "given", True)]) == [[3]]
    assert rows(world, where=[where("closed_at", "to", "2026-01-04")]) == [[0]]


def test_who_sees_their_own_asks_about_their_own(world: World) -> None:
    deal(world, "o1", owner="ann")
    deal(world, "o2", owner="bob")

    assert rows(world, ANN, group=by("owner")) == [["ann", 1]]
    assert rows(world, ANN, where=[where("owner", "is", "bob")]) == [[0]]
    either = {"any": [where("owner", "is", "bob"), where("owner", "is", "ann")]}
    assert rows(world, ANN, where=[either]) == [[1]]
    assert rows(world, replace(ANN, people=frozenset(["ann", "bob"]))) == [[2]]


def test_what_may_be_closed_on_a_day_is_asked_by_the_companys_calendar(world: World) -> None:
    about: dict[str, Any] = {"amount": Money("300.00", "CNY"), "probability": 25}
    world.happened(opened("o1", expected_close=date(2026, 1, 31), **about), opened("o2"))
    asked = {"group": by("expected_close", "month"), "measure": [of("sum", "weighted")]}
    west = Setting(Clock(NOW, "Pacific/Pago_Pago"), TEAMS)
    for setting in (Setting(SHANGHAI, TEAMS), west):
        query = read({"fact": "deals"} | asked)
        found = answering.answer(query, MANAGER, setting, world.rows["reports"])["rows"]
        weighted = {row["expected_close_month"]: row["sum_weighted"] for row in found}
        assert weighted["2026-01"] == cny("75.00")


def test_rows_are_limited_and_it_is_said(world: World) -> None:
    for n, owner in enumerate(("ann", "bob", "bob", "eve")):
        deal(world, f"o{n}", owner=owner)

    found = ask(world, group=by("owner"), limit=2)

    assert found["groups"] == 3
    assert found["truncated"]
    assert [row["owner"] for row in found["rows"]] == ["bob", "ann"]  # equal ones by their key
    assert not ask(world, group=by("owner"), limit=3)["truncated"]


def test_too_many_groups_are_refused_with_advice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n, owner in enumerate(("ann", "bob", "eve")):
        deal(world, f"o{n}", owner=owner)
    for module in (answering, compiling):
        monkeypatch.setattr(module, "MOST_GROUPS", 2)

    with pytest.raises(Invalid, match="narrow it") as refused:
        ask(world, group=by("owner"))
    assert refused.value.slug == "too-wide"


def test_text_that_looks_like_a_path_is_text(world: World) -> None:
    deal(world, "o1", product="$name")

    assert rows(world, group=by("product"), where=[where("product", "is", "$name")]) == [
        ["$name", 1]
    ]
    assert rows(world, where=[where("name", "is", "$product")]) == [[0]]
