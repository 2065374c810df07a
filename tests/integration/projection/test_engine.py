"""Rows and checkpoint move together, once, and by one worker only."""

from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from pymongo.client_session import ClientSession

from kernel import checkpoint
from kernel import engine as engine_module
from kernel.engine import Engine
from kernel.generations import rebuild
from kernel.group import Group
from kernel.lease import Fenced
from kernel.live import Documents, durable
from kernel.parked import ParkedStreams
from kernel.projection import Projection
from kernel.replay import replay
from kernel.rows import Rows
from kernel.switching import switch
from kernel.writer import Writer
from tests.game import CODECS, MENDED, TALLY, TOTALS, Bought, Left, Scored, Whispered, World, group
from tests.integration.projection.stand import caught_up, expected, stored


def test_rows_are_the_sequential_fold(database: Documents, world: World) -> None:
    for n in range(30):
        world.happen(Scored(f"p{n % 4}", n), Scored("ann", 1))
        world.happen(Bought("ann", "1.10"), source="shop")
    world.happen(Left("p1"), Scored("p2", 1), Left("p2"))
    caught_up(database, world)
    assert stored(database) == expected(world)
    world.happen(Left("ann"), Scored("p1", 5))
    caught_up(database, world)
    assert stored(database) == expected(world)


def test_money_is_decimal128_in_the_database_and_decimal_in_python(
    database: Documents, world: World
) -> None:
    world.happen(Bought("ann", "1.10"), source="shop")
    caught_up(database, world)
    assert database["totals.g1"].count_documents({"spent": {"$type": "decimal"}}) == 1
    row = Rows(database, group()).collection(TOTALS).find_one({"_id": "ann"})
    assert row == {"_id": "ann", "spent": Decimal("1.10")}


def test_events_that_change_no_row_move_the_checkpoint_under_the_same_fence(
    database: Documents, world: World
) -> None:
    first, second = Engine(database, group()), Engine(database, group())
    first.positions()
    second.positions()
    one, two = world.happen(Whispered("a")), world.happen(Whispered("b"))
    with patch.object(Writer, "transact", side_effect=AssertionError("nothing to write")):
        first.apply(one)
        with pytest.raises(Fenced):
            second.apply(one)
        second.apply(two)
    assert second.positions()["game"] == 2


def test_a_stale_worker_is_fenced_and_nothing_is_lost_or_doubled(
    database: Documents, world: World
) -> None:
    first, second = Engine(database, group()), Engine(database, group())
    first.positions()
    second.positions()
    one, two = world.happen(Scored("ann", 1)), world.happen(Scored("ann", 2))
    first.apply(one)
    with pytest.raises(Fenced):
        second.apply(one)  # it believes that nothing has happened yet
    second.apply(two)  # it has read the checkpoint anew
    with pytest.raises(Fenced):
        first.apply(two)
    assert stored(database) == expected(world)


def test_a_worker_that_missed_another_ones_write_does_not_overwrite_it(
    database: Documents, world: World
) -> None:
    """Both stand at the same positions; only the revision tells that rows have changed."""
    engine = caught_up(database, world)
    world.happen(Scored("ann", -1))
    caught_up(database, world)
    late = Engine(database, group())
    late.positions()
    replay(Engine(database, group("fair", MENDED, TALLY)), "game", "game/ann")
    with pytest.raises(Fenced):
        late.apply(world.happen(Scored("ann", 2)))
    assert engine.positions() == {"game": 1, "shop": 0}


def test_rows_and_checkpoint_are_written_together_or_not_at_all(
    database: Documents, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = caught_up(database, world)
    events = world.happen(Scored("ann", 1))

    def power_cut(self: Any, parked: Any, session: ClientSession | None = None) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ParkedStreams, "add", power_cut)  # the last write of the transaction
        with pytest.raises(KeyboardInterrupt):
            engine.apply(events)
    assert stored(database) == {"totals": {}, "tally": {}}
    assert engine.positions() == {"game": 0, "shop": 0}
    engine.apply(events)
    assert stored(database) == expected(world)


def test_events_that_do_not_follow_the_checkpoint_are_refused(
    database: Documents, world: World
) -> None:
    engine = caught_up(database, world)
    world.happen(Scored("ann", 1))
    with pytest.raises(Fenced):
        engine.apply(world.happen(Scored("ann", 2)))


def test_the_checkpoint_is_one_document_with_all_sources(database: Documents, world: World) -> None:
    world.happen(Scored("ann", 1))
    world.happen(Bought("ann", "1.10"), source="shop")
    caught_up(database, world)
    found = checkpoint.load(database, "stand.g1")
    assert found.positions == {"game": 1, "shop": 1}
    assert found.rev == 2


def test_indexes_are_there_before_the_first_row(database: Documents, world: World) -> None:
    Engine(database, group()).positions()
    names = [next(iter(index["key"])) for index in database["totals.g1"].list_indexes()]
    assert names == ["_id", "points"]


def test_two_groups_of_one_database_do_not_touch_each_other(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", 1))
    other = Projection("other", Scored, TOTALS.key, TOTALS.evolve)
    caught_up(database, world)
    caught_up(database, world, Group("second", "fair", (other,), CODECS))
    assert stored(database) == expected(world)
    assert database["other.g1"].count_documents({}) == 1


def test_a_worker_that_starts_while_generations_are_switched_writes_to_the_live_one(
    database: Documents, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The switch falls between the number that it reads and the checkpoint that it reads."""
    caught_up(database, world)
    rebuild(database, group(), world.fetch, lambda line: None)
    real = engine_module.checkpoint.load

    def switched_first(where: Documents, id: str, session: Any = None) -> Any:
        if id == "stand.g2":
            monkeypatch.undo()
            switch(durable(database), group(), 1)
        return real(where, id, session)

    monkeypatch.setattr(engine_module.checkpoint, "load", switched_first)
    starting = Engine(database, group())
    starting.positions()
    world.happen(Scored("ann", 1))
    starting.apply(world.envelopes("game"))
    assert stored(database, 1) == expected(world)


def test_a_transaction_left_open_by_a_killed_worker_does_not_hold_up_the_next(
    database: Documents, world: World
) -> None:
    caught_up(database, world)
    killed = Writer(durable(database))
    killed.claim("stand.g1")

    def die(session: ClientSession) -> None:
        checkpoint.advance(database, checkpoint.load(database, "stand.g1"), {"game": 7}, session)
        raise SystemExit

    with patch.object(ClientSession, "abort_transaction"), pytest.raises(SystemExit):
        killed.transact(die)
    world.happen(Scored("ann", 1))
    caught_up(database, world)
    assert stored(database) == expected(world)
