"""What people have done and have to do, in figures: by person, by team, against the time before."""

from dataclasses import replace
from typing import Any

import pytest

from gateway.events import PersonAdded
from kernel.refusal import Invalid
from services.analytics import deeds
from services.analytics.asker import Asker
from services.analytics.periods import Period
from services.analytics.question import Question
from services.analytics.reports import answer, named
from services.analytics.work import FIGURES
from tests.integration.analytics.world import ANN, MANAGER, NOW, SHANGHAI, World
from tests.unit.analytics.examples import (
    DAY,
    HOUR,
    NOON,
    claimed,
    engaging,
    followed_up,
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


def test_the_workload_of_each_person(world: World) -> None:
    world.happened(
        registered("c1", by="ann"),
        claimed("c2", by="bob"),
        followed_up("c1", author="ann", channel="visit"),
        followed_up("c1", author="ann", channel="phone", at=NOON + HOUR),
        followed_up("c2", author="bob", channel="wechat"),
        followed_up("c2", author="bob", channel="phone", at=NOON - 40 * DAY),
    )
    deal(world, "o1", owner="ann", cents="12.5")

    answered = ask(world, "workload", from_="2026-01-01", to="2026-01-31")

    nothing = dict.fromkeys((*FIGURES, "won"), 0) | {"reach": None}
    assert answered["rows"] == [
        {"key": "ann"} | nothing | {
            "customers_added": 1, "follow_ups": 2, "visits": 1, "won": 1,
            "calls": 1, "calls_answered": 1, "reach": 100.0,
            "won_amounts": [{"amount": "12.50", "currency": "CNY"}],
        },
        {"key": "bob"} | nothing | {
            "claims": 1, "follow_ups": 1, "messages": 1, "won_amounts": [],
        },
    ]  # fmt: skip
    assert answered["total"]["follow_ups"] == 3
    months = ask(world, "workload", by="month")["rows"]
    assert [(row["key"], row["follow_ups"]) for row in months] == [("2025-11", 1), ("2026-01", 3)]


def test_what_is_due_by_owner(world: World) -> None:
    world.happened(
        *(registered(id, owner="ann", at=NOW - 100 * DAY) for id in ("c1", "c2", "c3")),
        registered("c4", owner="bob", at=NOW),
        registered("c5", pool="north", at=NOW - 100 * DAY),
        followed_up("c1", at=NOW - DAY, next_at=NOW),
        followed_up("c2", at=NOW - 40 * DAY, next_at=NOW - DAY),
        followed_up("c3", at=NOW - DAY, next_at=NOW + 3 * DAY),
    )

    answered = ask(world, "due")

    assert answered["rows"] == [
        {"key": "ann", "overdue": 1, "today": 1, "planned": 1, "never": 0, "forgotten": 1},
        {"key": "bob", "overdue": 0, "today": 0, "planned": 0, "never": 1, "forgotten": 0},
    ]
    planned = ask(world, "due", from_="2026-01-01", to="2026-01-31")["total"]["planned"]
    assert planned == 3
    for person, team in (("ann", "north"), ("bob", None)):
        world.happened(PersonAdded(person, person, "sales", "own", team, "root", NOON))
    by_team = answer(
        "due", world.rows["lists"], MANAGER, SHANGHAI, by="team", staff=world.rows["reports"]
    )
    assert {row["key"]: row["overdue"] for row in by_team["rows"]} == {"north": 1, None: 0}


def test_a_team_has_what_its_people_have_today(world: World) -> None:
    for person, team in (("ann", "north"), ("bob", "north"), ("cai", None)):
        world.happened(PersonAdded(person, person, "sales", "own", team, "root", NOON))
    world.happened(*(followed_up(f"c-{who}", author=who) for who in ("ann", "bob", "cai", "dan")))
    deal(world, "o1", owner="ann", cents="5")

    work = ask(world, "workload", by="team")["rows"]
    value = ask(world, "won-value", by="team")["rows"]

    assert [(line["key"], line["follow_ups"], line["won"]) for line in work] == [
        ("north", 2, 1), (None, 2, 0),
    ]  # fmt: skip
    assert [line["key"] for line in value] == ["north"]


def test_a_month_to_date_is_compared_with_as_much_of_the_one_before(world: World) -> None:
    month = 31 * DAY
    world.happened(followed_up("c1", at=NOON - month), followed_up("c2", at=NOON))
    world.happened(followed_up("c3", at=NOON - month + 5 * DAY))  # after the 7th of December

    answer = ask(world, "workload", within="month", compare="previous")

    assert (answer["from"], answer["to"]) == ("2026-01-01", "2026-01-07")
    assert answer["total"]["follow_ups"] == 1
    compared = answer["compared"]
    assert (compared["from"], compared["to"]) == ("2025-12-01", "2025-12-07")
    assert (compared["total"]["follow_ups"], compared["rows"][0]["key"]) == (1, "ann")


def test_reach_is_what_was_answered_of_what_was_called(world: World) -> None:
    world.happened(*(replace(followed_up(f"c{n}"), reached=n > 0) for n in range(4)))
    assert ask(world, "workload")["total"]["reach"] == 75.0
    assert ask(world, "workload", from_="2030-01-01")["total"]["reach"] is None


def test_a_figure_opens_down_to_what_it_counts(world: World) -> None:
    world.happened(*(followed_up(f"c{n}", at=NOON + n * HOUR, channel="visit") for n in range(3)))
    world.happened(followed_up("c9", author="bob", channel="visit"), registered("c8"))
    deal(world, "o1", cents="5")
    rows, hers = world.rows["reports"], Question(ANN, Period(), None, SHANGHAI)
    every = replace(hers, asker=MANAGER, by="person")

    visits, cursor = deeds.opened(rows, every, "visits", "ann", 2)
    rest, end = deeds.opened(rows, every, "visits", "ann", 2, cursor)
    [won_deal], _ = deeds.opened(rows, hers, "won")

    assert [one["customer_id"] for one in (*visits, *rest)] == ["c2", "c1", "c0"]
    assert (won_deal["opportunity_id"], won_deal["amount"]["amount"]) == ("o1", "5.00")
    assert end is None
    assert len(deeds.opened(rows, replace(every, by=None), "visits")[0]) == 4
    assert len(deeds.opened(rows, hers, "visits")[0]) == 3
    assert len(deeds.opened(rows, replace(hers, period=Period(NOON + HOUR)), "visits")[0]) == 2
    with pytest.raises(Invalid, match="figure"):
        deeds.opened(rows, hers, "reach")
    with pytest.raises(Invalid, match="by"):
        deeds.opened(rows, hers, "visits", "ann")
