from typing import Any

import pytest

from kernel.refusal import Invalid
from services.analytics.asker import Asker
from services.analytics.reports import NAMED, answer, named
from services.pipeline.events import Money
from tests.integration.analytics.world import ANN, MANAGER, SHANGHAI, World, profiled
from tests.unit.analytics.examples import (
    DAY,
    HOUR,
    NOON,
    advanced,
    claimed,
    engaging,
    followed_up,
    lost,
    opened,
    registered,
    won,
)

MIDNIGHT = NOON - 12 * HOUR  # in Shanghai, where the 5th begins; in UTC it is still the 4th


def ask(world: World, name: str, asker: Asker = MANAGER, **asked: str) -> dict[str, Any]:
    rows = world.rows[named(name).group.name]
    return answer(name, rows, asker, SHANGHAI, staff=world.rows["reports"], **asked)


def deal(world: World, id: str, owner: str = "ann", cents: str = "0.10", **about: Any) -> None:
    closed = about.pop("closed", NOON)
    world.happened(
        opened(id, owner=owner, **{"at": NOON - 10 * DAY} | about),
        engaging(id, at=about.get("engaged_at", closed - 4 * DAY)),
        won(id, amount=cents, at=closed, owner=owner),
    )


def test_won_value_is_added_up_exactly(world: World) -> None:
    for n in range(10):
        deal(world, f"o{n}")

    total = ask(world, "won-value")["total"]

    assert total == {"count": 10, "amounts": [{"amount": "1.00", "currency": "CNY"}]}


def test_currencies_are_never_added_up(world: World) -> None:
    deal(world, "o1", cents="5")
    world.happened(opened("o2", amount=Money("7", "USD")), won("o2"))

    assert ask(world, "won-value")["total"]["amounts"] == [
        {"amount": "5.00", "currency": "CNY"},
        {"amount": "7.00", "currency": "USD"},
    ]


def test_a_deal_counts_in_the_companys_day_in_which_it_was_closed(world: World) -> None:
    deal(world, "before", cents="1", closed=MIDNIGHT - HOUR / 3600)
    deal(world, "after", cents="2", closed=MIDNIGHT)

    day = ask(world, "won-value", from_="2026-01-05", to="2026-01-05")
    assert day["total"]["amounts"] == [{"amount": "2.00", "currency": "CNY"}]
    by_day = ask(world, "won-value", by="day")["rows"]
    assert [(row["key"], row["count"]) for row in by_day] == [("2026-01-04", 1), ("2026-01-05", 1)]


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("day", ["2025-12-31", "2026-01-05"]),
        ("week", ["2026-W01", "2026-W02"]),
        ("month", ["2025-12", "2026-01"]),
        ("quarter", ["2025-Q4", "2026-Q1"]),
    ],
)
def test_periods_come_in_their_order(world: World, by: str, keys: list[str]) -> None:
    deal(world, "o1", cents="1")
    deal(world, "o2", cents="100", closed=NOON - 5 * DAY)

    assert [row["key"] for row in ask(world, "won-value", by=by)["rows"]] == keys


def test_people_and_products_come_by_value(world: World) -> None:
    deal(world, "o1", owner="bob", cents="9.5", product="MG")
    deal(world, "o2", owner="ann", cents="10", product="GTX")
    deal(world, "o3", owner="ann", cents="10", product="GTX")

    assert [row["key"] for row in ask(world, "won-value", by="person")["rows"]] == ["ann", "bob"]
    assert [row["key"] for row in ask(world, "won-value", by="product")["rows"]] == ["GTX", "MG"]


def test_a_deal_is_cut_by_the_source_of_its_customer(world: World) -> None:
    world.happened(registered("c1", source="fair"))
    deal(world, "o1", cents="1")
    deal(world, "o2", cents="2", customer_id=None)

    rows = ask(world, "won-value", by="source")["rows"]

    assert [(row["key"], row["count"]) for row in rows] == [(None, 1), ("fair", 1)]


def test_the_win_rate_leaves_open_deals_out(world: World) -> None:
    deal(world, "o1")
    deal(world, "o2")
    world.happened(opened("o3"), lost("o3"), opened("o4"))

    assert ask(world, "win-rate")["total"] == {"won": 2, "lost": 1, "win_rate": 66.67}


def test_the_sales_cycle_counts_days_of_the_calendar(world: World) -> None:
    deal(world, "o1", engaged_at=MIDNIGHT - HOUR, closed=MIDNIGHT)  # the evening before
    deal(world, "o2", engaged_at=NOON - 3 * DAY, closed=NOON)
    deal(world, "o3", engaged_at=NOON - 6 * DAY, closed=NOON)
    world.happened(opened("o4", at=NOON - 9 * DAY), won("o4"))  # from its first stage

    total = ask(world, "sales-cycle")["total"]

    assert total == {
        "count": 4, "mean_days": 4.8, "median_days": 4.5, "p25_days": 1, "p75_days": 6,
        "p90_days": 9,
    }  # fmt: skip


def test_the_funnel_counts_deals_and_customers(world: World) -> None:
    deal(world, "o1", cents="3")
    world.happened(
        opened("o2", owner="bob", amount=None),
        registered("c1"),
        registered("c2", pool="north"),
        registered("c3"),
        advanced("c3", "intent"),
    )

    total = ask(world, "funnel")["total"]

    assert [(s["stage"], s["count"], s["amounts"]) for s in total["opportunities"]] == [
        ("prospecting", 1, []),
        ("engaging", 0, []),
        ("won", 1, [{"amount": "3.00", "currency": "CNY"}]),
        ("lost", 0, []),
    ]
    assert {s["stage"]: s["count"] for s in total["customers"]} == {
        "pool": 1,
        "claimed": 1,
        "intent": 1,
        "high-intent": 0,
        "won": 0,
        "lost": 0,
    }
    assert [row["key"] for row in ask(world, "funnel", by="person")["rows"]] == ["ann", "bob"]
    none = ask(world, "funnel", from_="2027-01-01")["total"]
    assert sum(s["count"] for s in none["opportunities"] + none["customers"]) == 0


@pytest.mark.parametrize("name", sorted(NAMED))
def test_sales_are_told_their_own_figures_only(world: World, name: str) -> None:
    before = ask(world, name, ANN)
    world.happened(registered("c1", owner="bob", by="bob"), claimed("c2", by="bob"))
    world.happened(followed_up("c1", author="bob", next_at=NOON))
    world.happened(advanced("c1", "intent"), advanced("c1", "won"))
    deal(world, "o1", owner="bob")
    began = NOON - 9 * DAY
    world.happened(opened("o2", owner="bob", at=began), lost("o2", owner="bob"))
    world.happened(opened("o3", owner="bob", at=began, expected_days=7))

    assert ask(world, name, ANN) == before
    assert ask(world, name, MANAGER) != ask(world, name, ANN)


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_report_has_a_limit_of_time(world: World, name: str) -> None:
    world.database.command("profile", 2)
    ask(world, name)
    world.database.command("profile", 0)

    found = [
        query["command"] for query in profiled(world, {"command.aggregate": {"$exists": True}})
    ]
    assert found
    assert all(command["maxTimeMS"] > 0 for command in found)


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_cut_of_every_report_answers(world: World, name: str) -> None:
    deal(world, "o1")
    world.happened(
        registered("c1"),
        followed_up("c1", next_at=NOON),
        advanced("c1", "claimed"),
        advanced("c1", "intent", NOON + HOUR),
        opened("o2", at=NOON - 9 * DAY, expected_days=7, expected_close=NOON.date()),
        opened("o3", at=NOON - 9 * DAY),
        lost("o3"),
    )

    for by in named(name).cuts:
        answered = ask(world, name, by=by)
        assert answered["by"] == by
        assert answered["rows"]


def test_an_unknown_cut_is_refused_and_says_which_there_are(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        ask(world, "workload", by="shoe_size")
    [error] = refused.value.fields["errors"]
    assert error["field"] == "by"
    assert "person" in error["message"]


def test_large_sums_stay_exact(world: World) -> None:
    deal(world, "o1", owner="ann", cents="99999999999999999999999999999.99")
    deal(world, "o2", owner="ann", cents="0.01")
    deal(world, "o3", owner="bob", cents="0.03")

    answered = ask(world, "won-value", by="person")

    assert answered["rows"][0]["amounts"][0]["amount"] == "100000000000000000000000000000.00"
    assert answered["total"]["amounts"][0]["amount"] == "100000000000000000000000000000.03"
