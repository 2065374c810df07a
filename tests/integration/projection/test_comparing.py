"""Rows of two generations, compared as they are stored: what they hold counts, not how."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from kernel import comparing, contrast
from kernel.comparing import Comparison, compare_rows
from kernel.generations import rebuild
from kernel.live import Documents, durable, rows_of
from tests.game import Bought, Scored, World, group
from tests.integration.projection.stand import caught_up

AT = datetime(2026, 1, 5, tzinfo=UTC)
NAMES = [f"player-{number:03}" for number in range(40)]


def row(name: str) -> dict[str, Any]:
    return {"_id": name, "points": 1, "spent": Decimal("1.10"), "at": AT, "deep": {"a": 1, "b": []}}


@pytest.fixture(autouse=True, params=[3, 5_000])
def batch(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "BATCH", request.param)


def compared(database: Documents, live: list[Any], new: list[Any]) -> Comparison:
    database = durable(database)
    for generation, rows in ((1, live), (2, new)):
        rows_of(database, "totals", generation).insert_many(rows)
    with database.client.start_session(snapshot=True) as session:
        first, second = (rows_of(database, "totals", number) for number in (1, 2))
        return compare_rows("totals", first, second, session)


def test_rows_are_the_same_in_whatever_order_they_and_their_fields_were_written(
    database: Documents,
) -> None:
    turned = [dict(reversed(row(name).items())) for name in reversed(NAMES)]
    found = compared(database, [row(name) for name in NAMES], turned)
    assert found == Comparison("totals", (40, 40), (), same=True)


def test_what_is_on_one_side_only_and_what_differs_is_counted_and_the_first_are_named(
    database: Documents,
) -> None:
    live = [row(name) for name in NAMES if name != "player-007"]
    new = [row(name) for name in NAMES if name != "player-039"] + [{"_id": "zoe"}]
    new[3] |= {"spent": Decimal("1.1")}  # written otherwise is not the same
    found = compared(database, live, new)
    assert found.rows == (39, 40)
    assert found.differing == ("player-003", "player-007", "player-039", "zoe")
    assert not found.same


def test_no_more_than_some_are_named(database: Documents) -> None:
    other = [row(name) | {"points": 2} for name in NAMES]
    found = compared(database, [row(name) for name in NAMES], other)
    assert found.differing == tuple(NAMES[: comparing.SHOWN])
    assert found.rows == (40, 40)


def test_why_rows_are_not_compared_is_said(
    database: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contrast, "PATIENCE", 0.0)  # live rows that are behind stay behind
    world, lines = World(), list[str]()
    world.happen(Scored("ann", 1))
    world.happen(Bought("ann", "1.00"), source="shop")
    rebuild(database, group(), world.fetch, lines.append)
    assert "stand: not compared, generation 1 is empty: nothing" in "\n".join(lines)

    caught_up(database, world)
    world.happen(Scored("ann", 1))
    rebuild(database, group(), world.fetch, lines.append)
    assert lines[-2].endswith("generation 2 is still behind after 0 s, game at 1 of 2")
