from typing import Any

import pytest

from kernel.refusal import NotFound
from services.analytics.asker import Asker
from services.analytics.customers import customers
from services.analytics.directory import DIRECTORY, customer
from services.analytics.filters import STATUSES
from services.analytics.ladder import LADDER, RUNGS, rungs
from services.analytics.periods import Period
from services.analytics.question import Question
from tests.integration.analytics.world import ANN, BOB, MANAGER, NOW, SHANGHAI, World
from tests.unit.analytics.examples import (
    DAY,
    HOUR,
    advanced,
    assigned,
    claimed,
    followed_up,
    registered,
    released,
    reset,
)

LONG_AGO = NOW - 100 * DAY


def ids(world: World, asker: Asker = MANAGER, **asked: Any) -> list[str]:
    return [item["id"] for item in page(world, asker, **asked)["items"]]


def page(world: World, asker: Asker = MANAGER, **asked: Any) -> dict[str, Any]:
    paging = {name: asked.pop(name, None) for name in ("sort", "limit", "cursor", "owners")}
    return customers(world.collection(DIRECTORY), asker, SHANGHAI, asked, **paging)


def of_three_hands(world: World) -> None:
    world.happened(
        registered("a1", owner="ann", by="ann", at=NOW - 3 * HOUR),
        registered("b1", owner="bob", by="bob", at=NOW - 2 * HOUR),
        registered("p1", pool="north", by="mia", at=NOW - HOUR),
    )


def test_a_manager_sees_everything_last_touched_first(world: World) -> None:
    of_three_hands(world)

    assert ids(world) == ["p1", "b1", "a1"]


def test_sales_see_their_own_and_the_pools(world: World) -> None:
    of_three_hands(world)

    assert ids(world, ANN) == ["p1", "a1"]
    assert ids(world, BOB) == ["p1", "b1"]
    assert ids(world, ANN, owner="bob") == []
    assert ids(world, ANN, q="tea") == ["a1", "p1"]


def test_another_persons_customer_does_not_exist_for_sales(world: World) -> None:
    of_three_hands(world)
    rows = world.collection(DIRECTORY)

    assert customer(rows, BOB, "b1")["owner"] == "bob"
    assert customer(rows, ANN, "p1")["pool"] == "north"
    with pytest.raises(NotFound) as foreign:
        customer(rows, ANN, "b1")
    with pytest.raises(NotFound) as unknown:
        customer(rows, ANN, "zz")
    assert foreign.value.slug == unknown.value.slug


def test_a_follow_up_moves_a_customer_to_the_top(world: World) -> None:
    of_three_hands(world)
    world.happened(followed_up("a1", at=NOW))

    assert ids(world) == ["a1", "p1", "b1"]


def test_each_filter_cuts_its_list(world: World) -> None:
    of_three_hands(world)
    world.happened(
        followed_up("a1", at=NOW), advanced("a1", "intent", at=NOW), advanced("b1", "claimed")
    )

    assert ids(world, owner="bob") == ["b1"]
    assert ids(world, pool="north") == ["p1"]
    assert ids(world, pool="south") == []
    assert ids(world, stage="intent") == ["a1"]
    assert ids(world, stage="pool") == ["p1"]
    assert ids(world, stage="claimed") == ["b1"]
    assert ids(world, contact_status="followed_up") == ["a1"]
    assert ids(world, contact_status="not_followed_up", owner="bob") == ["b1"]
    assert ids(world, q="hangzhou", owner="ann") == ["a1"]


def test_a_claim_is_on_the_list_of_the_claimed_before_the_ladder_has_reacted(
    world: World,
) -> None:
    world.happened(registered("c1", pool="north"), claimed("c1", by="ann"))

    assert ids(world, stage="claimed") == ["c1"]
    assert ids(world, stage="pool") == []


def test_the_lists_agree_with_what_is_shown_while_reactions_are_still_to_come(
    world: World,
) -> None:
    """Of each kind one that stayed, one that was released, and one that was claimed after that."""
    world.happened(*(registered(id, at=LONG_AGO) for id in ("kept", "given", "taken", "new")))
    for id in ("kept", "given", "taken"):
        world.happened(advanced(id, "intent", ownership=4), followed_up(id, at=LONG_AGO + HOUR))
    world.happened(released("given", at=NOW), released("taken", at=NOW), claimed("taken", at=NOW))

    everybody = {item["id"]: item for item in page(world)["items"]}
    assert [everybody[id]["stage"] for id in ("kept", "given", "taken", "new")] == [
        "intent", "pool", "claimed", "claimed",
    ]  # fmt: skip
    for name in ("stage", "contact_status"):
        for value in RUNGS if name == "stage" else STATUSES:
            shown = [id for id, item in everybody.items() if item[name] == value]
            assert ids(world, **{name: value}) == shown
    assert rungs_counted(world) == {"intent": 1, "pool": 1, "claimed": 2}
    assert ids(world, BOB, stage="pool") == ["given"]


def rungs_counted(world: World) -> dict[str, int]:
    question = Question(MANAGER, Period(), None, SHANGHAI)
    counted = rungs(world.collection(LADDER), question)
    return {rung["stage"]: rung["count"] for rung in counted if rung["count"]}


def test_a_release_shows_the_customer_to_everybody_and_resets_the_contact(world: World) -> None:
    world.happened(registered("c1"), followed_up("c1"))
    assert ids(world, BOB) == []
    world.happened(released("c1"), reset("c1"))

    assert ids(world, BOB, contact_status="not_followed_up") == ["c1"]
    world.happened(assigned("c1", to="bob"))
    assert ids(world, ANN) == []


def test_a_row_without_registration_is_not_shown(world: World) -> None:
    world.happened(followed_up("c1"), advanced("c1"))

    assert ids(world) == []
    world.happened(registered("c1"))
    assert ids(world, stage="intent", contact_status="followed_up") == ["c1"]


def test_the_due_lists(world: World) -> None:
    noon = NOW
    world.happened(
        *(registered(id, at=LONG_AGO) for id in ("today", "yesterday", "later", "never", "quiet")),
        registered("pooled", pool="north", at=LONG_AGO),
        registered("fresh", at=noon),
        followed_up("today", at=noon - 2 * DAY, next_at=noon - HOUR),
        followed_up("yesterday", at=noon - 2 * DAY, next_at=noon - DAY),
        followed_up("later", at=noon - 2 * DAY, next_at=noon + 5 * DAY),
        followed_up("quiet", at=noon - 30 * DAY),
    )

    assert ids(world, due="today") == ["today"]
    assert ids(world, due="overdue") == ["yesterday"]
    assert ids(world, due="2026-01-12") == ["later"]
    assert ids(world, due="2026-01-01..2026-01-31", sort="next_contact_at") == [
        "yesterday",
        "today",
        "later",
    ]
    assert sorted(ids(world, due="never")) == ["fresh", "never"]
    assert sorted(ids(world, due="forgotten:30")) == ["never", "quiet"]
    assert ids(world, due="forgotten:31") == ["never"]
    assert ids(world, due="never", pool="north") == ["pooled"]
    assert ids(world, due="overdue", owners=["ann", "bob"]) == ["yesterday"]
    assert ids(world, due="overdue", owners=["bob"]) == ids(world, owners=[]) == []
