"""Figures from the sums of months are those that the deals themselves give."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from kernel.summing import add_up
from services.analytics.deal_sums import adds
from services.analytics.deals import DEALS
from services.analytics.groups import REPORTS
from services.analytics.ladder import LADDER
from services.analytics.periods import Clock
from services.analytics.reports import NAMED
from services.customer.events import CustomerEdited
from services.pipeline.events import (
    Money,
    OpportunityEdited,
    OpportunityReassigned,
    OpportunityShared,
    OpportunityWon,
    Share,
)
from tests.integration.analytics.test_reports_of_deals import (
    OF_DEALS,
    ask,
    back,
    business,
    reopened,
)
from tests.integration.analytics.world import MANAGER, NOW, World, profiled
from tests.unit.analytics.examples import DAY, HOUR, NOON, engaging, lost, opened, registered, won

# Sees the same deals, by the names of all people: and is answered from the deals.
LEAD = replace(MANAGER, people=frozenset({"mia", "ann", "bob"}), sees_all=False)
SPANS: tuple[dict[str, str], ...] = (
    {},
    {"from_": "2025-11-17"},
    {"to": "2026-01-05"},
    {"from_": "2025-11-01", "to": "2025-12-31"},
    {"from_": "2024-12-10", "to": "2026-01-03"},  # a whole year, months and days
    {"from_": "2025-12-05", "to": "2025-12-20"},
    {"from_": "2025-12-01", "to": "2025-12-31", "compare": "previous"},
)
REASONS = ("price", "too.late | $ %", "没有预算\nthis year")


def years(world: World, seed: int = 7) -> None:
    """Some deals of many fates over four months, and customers who come late and change."""
    chance = Random(seed)
    events: list[Any] = []
    for n in range(60):
        id, began = f"d{n}", NOON - chance.randrange(120) * DAY - chance.randrange(24) * HOUR
        owner, at = chance.choice(["ann", "bob"]), began
        price = Money(f"{chance.randrange(9_000)}.{chance.randrange(100):02}", "CNY")
        events.append(
            opened(id, owner=owner, at=at, amount=chance.choice([price, None]),
                   product=chance.choice(["tea", "a.b|c$ %", "", None]),
                   customer_id=chance.choice(["c1", "c2", None]),
                   expected_close=chance.choice([None, began.date() + 60 * DAY]),
                   expected_days=chance.choice([None, 3, 40]), probability=chance.randrange(99))
        )  # fmt: skip
        events.append(OpportunityShared(id, None, shared(chance), owner, at + HOUR / 2))
        steps = chance.randrange(6)
        for step in range(steps):
            at += chance.randrange(1, 90) * HOUR
            moved = engaging(id, at) if step % 2 == 0 else replace(back(id, 0), at=at)
            events.append(moved)
        if chance.random() < 0.7:
            paid = chance.choice([Money("7.77", "USD"), None])
            gone = replace(lost(id, at + HOUR, owner), reason=chance.choice(REASONS))
            events.append(
                OpportunityWon(id, None, owner, paid, owner, at + 30 * HOUR)
                if chance.random() < 0.6 else gone
            )  # fmt: skip
            if events[-1] is gone and chance.random() < 0.5:
                events.append(replace(reopened(id, 0), at=at + 60 * HOUR))
        events += committed(id, chance)
        if chance.random() < 0.2:
            events.append(OpportunityReassigned(id, None, owner, "ann", "mia", at + 70 * HOUR))
    world.happened(*events[:90])
    world.happened(registered("c1", source="fair", industry="tea"))
    world.happened(*events[90:], registered("c2", source="web"))
    known = registered("c1")
    about = {name: getattr(known, name) for name in ("name", "company", "phones", "emails")}
    edited = CustomerEdited(
        customer_id="c1", source="fair", industry="tools", changed=("industry",), by="ann",
        at=NOON, **about,
    )  # fmt: skip
    world.happened(edited)


def committed(id: str, chance: Random) -> list[OpportunityEdited]:
    """Of some deals: by the owner, who also says when it will close."""
    said = OpportunityEdited(
        id, None, ("forecast",), "Deal", "tea", Money("1200", "CNY"),
        chance.choice([None, date(2026, 1 + chance.randrange(3), 1 + chance.randrange(28))]),
        None, None, chance.choice(["commit", "best-case", "omitted"]), (), (), "ann", NOON,
    )  # fmt: skip
    return [said] if chance.random() < 0.3 else []


def shared(chance: Random) -> tuple[Share, ...]:
    """Among up to three, to hundredths of a percent, perhaps without its owner; often nobody."""
    people = chance.sample(["ann", "bob", "mia"], chance.choice([0, 0, 0, 1, 2, 3]))
    first = chance.randrange(1, 9_000)
    second = chance.randrange(1, 900)
    of_each: dict[int, list[int]] = {
        0: [],
        1: [10_000],
        2: [first, 10_000 - first],
        3: [first, second, 10_000 - first - second],
    }
    return tuple(
        Share(person, f"{part / 100:.2f}")
        for person, part in zip(people, of_each[len(people)], strict=True)
    )


@pytest.mark.parametrize("name", OF_DEALS)
def test_sums_and_deals_give_the_same_figures(world: World, name: str) -> None:
    business(world)
    years(world)
    for by in (None, *NAMED[name].cuts):
        for span in SPANS:
            asked = span | ({"by": by} if by else {})
            from_sums, from_deals = ask(world, name, **asked), ask(world, name, LEAD, **asked)
            if name == "funnel":  # the customers of pools are nobody's: only a manager sees them
                for told in (from_sums, from_deals):
                    told["total"].pop("customers")
                    told.get("compared", {"total": {"customers": ()}})["total"].pop("customers")
            assert ordered(from_sums) == ordered(from_deals), f"{name} by {by}, {span}"


@pytest.mark.parametrize("name", OF_DEALS)
def test_figures_of_whole_months_read_no_deal(world: World, name: str) -> None:
    business(world)
    world.database.command("profile", 2)
    try:
        for by in sorted({*NAMED[name].cuts} - {"stage"}):
            ask(world, name, from_="2025-11-01", to="2025-12-31", by=by)
    finally:
        world.database.command("profile", 0)

    assert profiled(world, {"command.aggregate": world.rows["reports"].sums(DEALS).name})
    assert profiled(world, {"command.aggregate": world.collection(DEALS).name}) == []


def ordered(told: dict[str, Any]) -> dict[str, Any]:
    """Lines of equal rank stand in no certain order."""
    return told | {"rows": sorted(told["rows"], key=str)}


def test_the_sums_are_those_of_the_rows_however_they_came_to_be(world: World) -> None:
    business(world)
    years(world)
    live = stored(world)
    assert live == added(world)

    world.rows["reports"].sums(DEALS).delete_many({})
    add_up(world.engines["reports"].database, REPORTS, 1)
    assert stored(world) == live


def test_after_the_zone_was_changed_the_deals_are_read(world: World) -> None:
    midnight = NOON - 12 * HOUR  # in Shanghai
    world.happened(opened("o1"), won("o1", "1", midnight))
    there = Clock(NOW, "UTC")
    assert [row["key"] for row in ask(world, "won-value", by="day")["rows"]] == ["2026-01-05"]
    found = ask(world, "won-value", clock=there, by="day")["rows"]
    assert [row["key"] for row in found] == ["2026-01-04"]


def stored(world: World) -> dict[str, dict[str, Any]]:
    found = world.rows["reports"].sums(DEALS).find({})
    return counted({row["_id"]: flat(row) for row in found})


def flat(row: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{figure}.{told}.{name}": number
        for figure, parts in row.items()
        if isinstance(parts, dict)
        for told, numbers in parts.items()
        for name, number in numbers.items()
    }


def added(world: World) -> dict[str, dict[str, Any]]:
    """By hand, from all rows that are there."""
    customers = {row["_id"]: row for row in world.collection(LADDER).find({})}
    every: dict[str, dict[str, Any]] = {}
    for row in world.collection(DEALS).find({}):
        for key, numbers in adds(row, customers.get(row["customer_id"], {})).items():
            sums = every.setdefault(key, {})
            for path, number in numbers.items():
                sums[path] = sums.get(path, 0) + number
    return counted(every)


def counted(sums: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Without what has come to nothing."""
    found = {
        key: {path: number for path, number in numbers.items() if number}
        for key, numbers in sums.items()
    }
    return {key: numbers for key, numbers in found.items() if numbers}
