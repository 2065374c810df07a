"""What is counted on the ladder is opened down to customers, and can be asked of move by move."""

from dataclasses import replace
from typing import Any

import pytest

from gateway.events import PersonAdded
from kernel.refusal import Invalid, NotFound
from services.analytics.asker import Asker
from services.analytics.customers_behind import customers_behind
from services.analytics.deals_behind import Opened
from services.customer.events import Address, CustomerArchived
from services.pipeline.events import StageAdvanced, StageReverted
from tests.integration.analytics.test_asking import by, of, rows, where
from tests.integration.analytics.test_reports_of_deals import ask
from tests.integration.analytics.world import ANN, BOB, MANAGER, SHANGHAI, World
from tests.unit.analytics.examples import (
    DAY,
    NOON,
    advanced,
    assigned,
    claimed,
    registered,
    released,
    reverted,
)


def up(id: str, was: str, to: str, day: float, by: str = "ann") -> StageAdvanced:
    return StageAdvanced(id, was, to, by, None, NOON + day * DAY)


def down(id: str, was: str, to: str, day: float, by: str = "ann") -> StageReverted:
    return StageReverted(id, was, to, by, "no budget", NOON + day * DAY)


def climbing(world: World) -> None:
    """Ann passes a customer on, and gives another one up that bob takes."""
    hangzhou = (Address("Hangzhou", province="Zhejiang"),)
    long_ago = NOON - 40 * DAY
    world.happened(
        PersonAdded("ann", "Ann", "sales", "own", "north", "root", NOON),
        PersonAdded("bob", "Bob", "sales", "own", None, "root", NOON),
        registered("c1", source="fair", industry="tea", addresses=hangzhou),
        up("c1", "pool", "claimed", 0), up("c1", "claimed", "high-intent", 0.5),
        assigned("c1", "bob", NOON + DAY), up("c1", "high-intent", "won", 1.5, "bob"),
        registered("c2", source="web", at=long_ago),
        up("c2", "pool", "claimed", -40), up("c2", "claimed", "intent", -30),
        released("c2", "ann", NOON - 20 * DAY), down("c2", "intent", "pool", -20),
        claimed("c2", "bob", NOON - 10 * DAY), up("c2", "pool", "claimed", -10, "bob"),
        up("c2", "claimed", "intent", -9, "bob"),
        registered("c3", owner="bob"), registered("c4", pool="north"),
        registered("c5"), up("c5", "pool", "claimed", 0),
        registered("c6"), up("c6", "pool", "claimed", 0), up("c6", "claimed", "intent", 1),
        CustomerArchived("c5", "ann", "closed", "ann", None, NOON + DAY),
    )  # fmt: skip


def behind(world: World, report: str, asker: Asker = MANAGER, **asked: Any) -> list[dict[str, Any]]:
    found, cursor = list[dict[str, Any]](), None
    while True:
        figure = Opened(report, **asked)
        page, cursor = customers_behind(
            world.rows["reports"], asker, SHANGHAI, figure, 2, cursor
        )  # fmt: skip
        found += page
        if cursor is None:
            return found


def test_who_left_a_rung_in_a_month_left_that_rung_in_that_month(world: World) -> None:
    climbing(world)
    lines = ask(world, "time-on-rung", by="month")["rows"]
    counts = {line["key"]: {one["stage"]: one["count"] for one in line["stages"]} for line in lines}
    assert counts["2025-12"] == {"claimed": 2, "intent": 1, "pool": 1}
    assert counts["2026-01"] == {"claimed": 2, "high-intent": 1}
    for part, ids in (("claimed", ["c6", "c1"]), ("intent", []), ("high-intent", ["c1"])):
        found = behind(world, "time-on-rung", by="month", key="2026-01", part=part)
        assert [one["id"] for one in found] == ids, part


def test_a_customer_tells_how_high_it_stood_and_what_it_left(world: World) -> None:
    climbing(world)
    [found] = behind(world, "rung-conversion", by="person", key="bob", part="high-intent")
    assert (found["id"], found["person"], found["stage"], found["highest"]) == (
        "c1", "bob", "won", "won"
    )  # fmt: skip
    assert [(one["stage"], one["to"], one["by"]) for one in found["left"]] == [
        ("pool", "claimed", "ann"), ("claimed", "high-intent", "ann"), ("high-intent", "won", "bob")
    ]  # fmt: skip
    assert found["left"][0]["since"] is None


def test_what_is_counted_nowhere_is_refused_with_what_there_is(world: World) -> None:
    with pytest.raises(NotFound) as refused:
        behind(world, "won-value")
    assert refused.value.slug == "no-customers-behind"
    for asked in ({"by": "person", "key": "ann"}, {"part": "best"}):
        with pytest.raises(Invalid):
            behind(world, "funnel", **asked)
    with pytest.raises(Invalid):
        behind(world, "time-on-rung", by="month")  # each of them has a month


def test_moves_are_asked_of_with_who_had_the_customer_then(world: World) -> None:
    climbing(world)
    asked = {"fact": "ladder_moves", "group": [*by("owner"), *by("was"), *by("to")]}

    assert sorted(rows(world, **asked)) == [
        ["ann", "claimed", "high-intent", 1], ["ann", "claimed", "intent", 2],
        ["ann", "intent", "pool", 1], ["ann", "pool", "claimed", 3],
        ["bob", "claimed", "intent", 1], ["bob", "high-intent", "won", 1],
        ["bob", "pool", "claimed", 1],
    ]  # fmt: skip
    won = [where("to", "is", "won"), where("by", "is", "bob")]
    about = [*by("source"), *by("industry"), *by("region"), *by("at", "month")]
    assert rows(world, fact="ladder_moves", where=won, group=about) == [
        ["fair", "tea", "Zhejiang", "2026-01", 1]
    ]
    upward = {"fact": "ladder_moves", "group": by("up"), "sort": ["up"]}
    assert rows(world, **upward, measure=[{"how": "count"}, of("sum", "days")]) == [
        [False, 1, 10], [True, 9, 24]
    ]  # fmt: skip


def test_a_move_is_seen_by_who_saw_the_records_of_its_owner_then(world: World) -> None:
    climbing(world)
    asked = {"fact": "ladder_moves", "group": by("customer_id"), "sort": ["customer_id"]}

    assert rows(world, ANN, **asked) == [["c1", 2], ["c2", 3], ["c6", 2]]
    assert rows(world, BOB, **asked) == [["c1", 1], ["c2", 2]]
    assert rows(world, replace(ANN, people=frozenset(["eve"])), **asked) == []
    of_bob = [where("owner", "is", "bob")]
    assert rows(world, ANN, fact="ladder_moves", where=of_bob) == [[0]]


def test_rungs_are_reached_by_who_skips_them_and_by_who_falls_back(world: World) -> None:
    world.happened(
        registered("c1"), advanced("c1", "claimed"), advanced("c1", "high-intent", NOON + 2 * DAY),
        reverted("c1", NOON + 5 * DAY), registered("c2", owner="bob"), advanced("c2", "claimed"),
        registered("c3", pool="north"),
    )  # fmt: skip
    total = ask(world, "rung-conversion")["total"]
    assert {one["stage"]: (one["reached"], one["percent"]) for one in total["rungs"]} == {
        "claimed": (2, 66.67), "intent": (1, 50.0), "high-intent": (1, 100.0), "won": (0, 0.0)
    }  # fmt: skip
    people = ask(world, "rung-conversion", by="person")["rows"]
    assert {row["key"]: row["customers"] for row in people} == {"ann": 1, "bob": 1, None: 1}


def test_the_time_on_a_rung_is_counted_when_it_is_left(world: World) -> None:
    world.happened(
        registered("c1"), advanced("c1", "claimed"), advanced("c1", "intent", NOON + 2 * DAY)
    )
    [line] = ask(world, "time-on-rung", by="person")["rows"]
    assert line["key"] == "ann"
    [rung] = line["stages"]
    assert (rung["count"], rung["median_days"]) == (1, 2)
