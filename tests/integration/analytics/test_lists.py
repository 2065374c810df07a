from typing import Any

import pytest

from kernel.refusal import Invalid, NotFound
from services.analytics import board as boards
from services.analytics.board import board
from services.analytics.opportunities import OPPORTUNITIES, opportunities, opportunity
from services.analytics.timeline import TIMELINE, timeline
from services.pipeline.events import Money, OpportunityStuck
from tests.integration.analytics.world import ANN, BOB, MANAGER, World
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


def told(world: World, customer_id: str, **paging: Any) -> dict[str, Any]:
    return timeline(world.collection(TIMELINE), customer_id, **paging)


def test_the_timeline_tells_everything_about_one_customer_newest_first(world: World) -> None:
    world.happened(
        registered("c1", pool="north"),
        claimed("c1", at=NOON + HOUR),
        advanced("c1", at=NOON + 2 * HOUR),
        opened("o1", at=NOON + 3 * HOUR),
        won("o1", at=NOON + 5 * HOUR),
        followed_up("c1", at=NOON + 4 * HOUR),
        registered("c10"),
        registered("c1/x"),
    )

    assert [item["what"] for item in told(world, "c1")["items"]] == [
        "OpportunityWon",
        "FollowUpLogged",
        "OpportunityOpened",
        "StageAdvanced",
        "CustomerClaimed",
        "CustomerRegistered",
    ]


def test_an_imported_follow_up_stands_where_it_happened(world: World) -> None:
    world.happened(registered("c1"), followed_up("c1", at=NOON - DAY), recorded_at=NOON + DAY)

    assert [item["what"] for item in told(world, "c1")["items"]] == [
        "CustomerRegistered",
        "FollowUpLogged",
    ]


def test_a_timeline_has_pages(world: World) -> None:
    world.happened(*(followed_up("c1", at=NOON + n * HOUR) for n in range(7)))

    first = told(world, "c1", limit=4)
    rest = told(world, "c1", limit=4, cursor=first["next"])

    positions = [item["position"] for item in first["items"] + rest["items"]]
    assert positions == [f"activity:{n}" for n in range(7, 0, -1)]
    assert rest["next"] is None


def three_deals(world: World) -> None:
    world.happened(
        opened("o1", owner="ann", customer_id="c1"),
        opened("o2", owner="bob", customer_id="c2", amount=Money("0.10", "CNY"), at=NOON + HOUR),
        opened("o3", owner="bob", amount=Money("0.20", "USD"), at=NOON + 2 * HOUR),
        opened("o4", owner="bob", customer_id=None, amount=None, at=NOON + 3 * HOUR),
        engaging("o2", at=NOON + 4 * HOUR),
        engaging("o3", at=NOON + 5 * HOUR),
    )


def deals(world: World, asker: Any = MANAGER, sort: str | None = None, **filters: str) -> list[str]:
    found = opportunities(world.collection(OPPORTUNITIES), asker, filters, sort=sort)
    return [item["id"] for item in found["items"]]


def test_deals_are_listed_by_stage_owner_and_customer(world: World) -> None:
    three_deals(world)

    assert deals(world) == ["o3", "o2", "o4", "o1"]
    assert deals(world, stage="engaging") == ["o3", "o2"]
    assert deals(world, owner="ann") == ["o1"]
    assert deals(world, customer_id="c2") == ["o2"]


def test_sales_see_their_own_deals_only(world: World) -> None:
    three_deals(world)
    rows = world.collection(OPPORTUNITIES)

    assert deals(world, ANN) == ["o1"]
    assert deals(world, ANN, owner="bob") == []
    assert opportunity(rows, BOB, "o2")["amount"] == {"amount": "0.10", "currency": "CNY"}
    with pytest.raises(NotFound):
        opportunity(rows, ANN, "o2")


@pytest.mark.parametrize("sort", [None, "opened_at", "-opened_at", "touched_at"])
def test_deals_are_on_one_page_each_though_some_are_marked_as_stuck_meanwhile(
    world: World, sort: str | None
) -> None:
    ids = [f"o{n}" for n in range(8)]
    world.happened(*(opened(id, at=NOON + n % 3 * HOUR) for n, id in enumerate(ids)))
    read, cursor = [], None
    for _ in range(4):
        found = opportunities(
            world.collection(OPPORTUNITIES), MANAGER, {}, limit=2, cursor=cursor, sort=sort
        )
        read, cursor = read + [item["id"] for item in found["items"]], found["next"]
        world.happened(*(stuck(id) for id in ids))
    assert (sorted(read), cursor) == (ids, None)


def stuck(id: str) -> OpportunityStuck:
    return OpportunityStuck(id, "c1", "ann", "prospecting", NOON, 7, NOON + 8 * DAY)


def test_deals_are_sorted_by_when_they_were_opened_though_they_are_touched(world: World) -> None:
    three_deals(world)

    assert deals(world, sort="opened_at") == ["o1", "o2", "o3", "o4"]
    assert deals(world, sort="-opened_at") == ["o4", "o3", "o2", "o1"]
    with pytest.raises(Invalid):
        deals(world, sort="amount")


def test_an_unknown_stage_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        deals(world, stage="hot")


def test_the_board_has_a_column_per_stage_with_its_worth_in_each_currency(world: World) -> None:
    three_deals(world)
    world.happened(won("o1", amount="5000", at=NOON + 6 * HOUR), lost("o4", at=NOON + 7 * HOUR))

    columns = board(world.collection(OPPORTUNITIES), MANAGER, {})["columns"]

    assert [(c["stage"], c["count"], c["amounts"]) for c in columns] == [
        ("prospecting", 0, []),
        (
            "engaging",
            2,
            [{"amount": "0.10", "currency": "CNY"}, {"amount": "0.20", "currency": "USD"}],
        ),
        ("won", 1, [{"amount": "5000.00", "currency": "CNY"}]),
        ("lost", 1, []),
    ]
    assert [item["id"] for item in columns[1]["items"]] == ["o3", "o2"]


def test_a_board_is_of_one_moment_though_deals_move_while_it_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_deals(world)
    counted = boards.tally

    def tally(*asked: Any, **how: Any) -> Any:
        groups = counted(*asked, **how)
        world.happened(engaging("o1", at=NOON + 6 * HOUR), opened("o5", at=NOON + 6 * HOUR))
        return groups

    monkeypatch.setattr(boards, "tally", tally)
    columns = board(world.collection(OPPORTUNITIES), MANAGER, {})["columns"]

    assert [(c["count"], [item["id"] for item in c["items"]]) for c in columns] == [
        (2, ["o4", "o1"]), (2, ["o3", "o2"]), (0, []), (0, []),
    ]  # fmt: skip


def test_a_board_shows_one_persons_deals_and_to_sales_never_anothers(world: World) -> None:
    three_deals(world)
    rows = world.collection(OPPORTUNITIES)

    def count(asker: Any, filters: dict[str, str]) -> int:
        return sum(column["count"] for column in board(rows, asker, filters)["columns"])

    assert count(MANAGER, {"owner": "bob"}) == 3
    assert count(ANN, {}) == 1
    assert count(ANN, {"owner": "bob"}) == 0
