"""From one generation to the next and back, beside workers and readers who go on."""

from threading import Event, Thread

import pytest

from kernel.engine import Engine
from kernel.generations import rebuild, switch_back
from kernel.lease import Fenced
from kernel.live import Documents, durable, generations
from kernel.refusal import Rejected, Unavailable
from kernel.rows import Rows
from kernel.switching import Behind, switch
from tests.game import TALLY, TOTALS, Scored, World, group
from tests.integration.projection.fair import fair
from tests.integration.projection.stand import caught_up, expected, stored
from tests.integration.projection.test_generations import history, quiet, rebuilt


def test_the_live_worker_goes_on_in_the_new_generation(database: Documents, world: World) -> None:
    history(world, 40)
    with fair(database, world) as at:
        running = at.work()
        Rows(database, at.group).wait("game", world.heads["game"], timeout=30)
        rebuild(database, at.group, world.fetch, quiet)
        at.publish(*world.happen(Scored("ann", 1)))
        Rows(database, at.group).wait("game", world.heads["game"], timeout=30)
        running.stop()
    assert stored(database, 2) == expected(world)


def test_a_switch_beside_a_busy_worker_loses_and_doubles_nothing(
    database: Documents, world: World
) -> None:
    history(world)
    enough = Event()
    with fair(database, world) as at:
        at.work()

        def go_on() -> None:
            while not enough.wait(0.005):
                at.world.happen(Scored("ann", 1), Scored("bob", 2))

        busy = Thread(target=go_on)
        busy.start()
        try:
            for generation in (2, 3):
                result = rebuild(database, at.group, world.fetch, quiet)
                assert result.generation == generation
                assert len(result.comparisons) == 2
                assert result.same  # at equal positions, although the live rows moved on
            assert switch_back(database, at.group, world.fetch) == 2
        finally:
            enough.set()
            busy.join()
        Rows(database, at.group).wait("game", world.heads["game"], timeout=30)
        assert stored(database, 2) == expected(world)


def test_readers_never_see_less_than_they_have_seen(database: Documents, world: World) -> None:
    history(world)
    caught_up(database, world)
    seen: list[int] = []
    over = Event()

    def read() -> None:
        rows = Rows(database, group())
        while not over.is_set():
            collection = rows.collection(TALLY)
            row = collection.find_one({"_id": "all"})
            known = generations(database, "stand")
            if collection.name in {f"{TALLY.name}.g{n}" for n in (known.live, known.previous)}:
                seen.append(row["events"] if row else 0)  # else it has slept through two rebuilds

    reader = Thread(target=read)
    reader.start()
    try:
        for _ in range(2):
            rebuilt(database, world)
    finally:
        over.set()
        reader.join()
    assert len(seen) > 10
    assert set(seen) == {expected(world)["tally"]["all"]["events"]}


def test_a_generation_that_is_behind_is_not_switched_to(database: Documents, world: World) -> None:
    history(world, 40)
    caught_up(database, world)
    with pytest.raises(Behind):
        switch(durable(database), group(), 2)
    assert generations(database, "stand").live == 1


def test_switching_back_catches_up_first(database: Documents, world: World) -> None:
    history(world, 40)
    caught_up(database, world)
    rebuilt(database, world)
    world.happen(Scored("ann", 9))
    caught_up(database, world)
    assert stored(database, 1) != expected(world)
    told: list[str] = []
    assert switch_back(database, group(), world.fetch, told.append) == 1
    assert told == ["fair.stand: brings generation 1 up to 2, shown till then"]
    assert stored(database, 1) == expected(world)
    assert (generations(database, "stand").live, generations(database, "stand").previous) == (1, 2)


def test_there_is_nothing_to_switch_back_to_before_the_first_rebuild(
    database: Documents, world: World
) -> None:
    with pytest.raises(Rejected):
        switch_back(database, group(), world.fetch)


def test_only_the_live_generation_and_the_one_before_are_kept(
    database: Documents, world: World
) -> None:
    history(world, 40)
    for _ in range(4):
        rebuilt(database, world)
    kept = {name for name in database.list_collection_names() if name.startswith("totals.")}
    assert kept == {"totals.g4", "totals.g5"}
    assert generations(database, "stand").live == 5
    assert generations(database, "stand").previous == 4
    checkpoints = database["checkpoints"].distinct("_id")
    assert {id for id in checkpoints if id.startswith("stand.")} == {"stand.g4", "stand.g5"}


def test_what_is_removed_is_said(database: Documents, world: World) -> None:
    history(world, 40)
    caught_up(database, world)
    lines: list[str] = []
    for _ in range(2):
        rebuilt(database, world, lines.append)
    assert lines[-1] == "fair.stand: removed generation 1"


def test_a_program_that_does_not_know_all_rows_of_a_generation_does_not_write_it(
    database: Documents, world: World
) -> None:
    caught_up(database, world, group("fair", TOTALS))
    old = Engine(database, group("fair", TOTALS))
    old.positions()
    rebuilt(database, world)
    with pytest.raises(Fenced):
        old.apply(world.happen(Scored("ann", 1)))
    with pytest.raises(Unavailable, match="rebuild-needed"):
        old.positions()
