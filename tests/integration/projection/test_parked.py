"""Events that cannot be taken are parked, listed, replayed and dropped; on real rows."""

from dataclasses import replace

from kernel.engine import Engine
from kernel.live import Documents
from kernel.parked import ParkedStreams
from kernel.replay import drop, replay
from tests.game import MENDED, TALLY, TOTALS, Left, Scored, World, group
from tests.integration.projection.stand import caught_up, stored


def test_a_parked_stream_is_listed_inspected_replayed(database: Documents, world: World) -> None:
    world.happen(Scored("ann", 1), Scored("ann", -1), Scored("bob", 1), Scored("ann", 2))
    engine = caught_up(database, world)
    parked = ParkedStreams(engine.database, "stand.g1")
    [waiting] = parked.list()
    assert (waiting.source, waiting.stream, waiting.events, waiting.first) == (
        "game", "game/ann", 2, 2,
    )  # fmt: skip
    assert "less than nothing" in waiting.error
    assert [event.envelope["data"]["points"] for event in parked.inspect("game", "game/ann")] == [
        -1, 2,
    ]  # fmt: skip
    assert replay(engine, "game", "game/ann") == 0  # not mended yet: it stays as it was
    assert parked.count() == 2
    assert replay(Engine(database, group("fair", MENDED, TALLY)), "game", "game/ann") == 2
    assert parked.count() == 0
    assert stored(database)["totals"]["ann"] == {
        "_id": "ann", "points": 3, "rounds": 2, "forgiven": 1,
    }  # fmt: skip


def test_a_replayed_event_finds_the_row_that_others_have_begun_meanwhile(
    database: Documents, world: World
) -> None:
    """Though as positions go it begins that row, and nobody looks for one else."""
    world.happen(Scored("ann", -1), Left("bob"))
    counted = replace(TALLY, key=lambda recorded: "all", begins=Scored)
    caught_up(database, world, group("fair", TOTALS, counted))
    mended = Engine(database, group("fair", MENDED, counted))
    assert replay(mended, "game", "game/ann") == 1
    assert stored(database)["tally"]["all"]["events"] == 2


def test_a_worker_goes_on_with_a_stream_that_was_replayed(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", -1))
    mended = group("fair", MENDED, TALLY)
    caught_up(database, world)
    worker = Engine(database, mended)
    worker.positions()
    replay(Engine(database, mended), "game", "game/ann")
    world.happen(Scored("ann", 2))
    caught_up(database, world, mended)
    assert worker.parked() == 0
    assert stored(database)["totals"]["ann"]["points"] == 2


def test_a_parked_event_is_dropped_and_the_rest_replayed(database: Documents, world: World) -> None:
    world.happen(Scored("ann", -1), Scored("ann", 2))
    engine = caught_up(database, world)
    assert drop(engine, "game", "game/ann") == 1
    assert engine.parked() == 1
    assert replay(engine, "game", "game/ann") == 1
    assert stored(database)["totals"]["ann"]["points"] == 2


def test_an_event_whose_row_cannot_be_stored_is_parked_alone(
    database: Documents, world: World
) -> None:
    """2 ** 80 folds well and is no number that MongoDB knows."""
    world.happen(Scored("ann", 1), Scored("bob", 2**80), Scored("ann", 2))
    engine = caught_up(database, world)
    assert [waiting.stream for waiting in ParkedStreams(engine.database, "stand.g1").list()] == [
        "game/bob"
    ]
    assert stored(database)["totals"]["ann"]["points"] == 3
    assert engine.positions()["game"] == 3
