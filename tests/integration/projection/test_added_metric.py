"""A metric added today has all history, beside live rows that go on and readers of them."""

from itertools import count
from threading import Event, Thread
from typing import Any

from kernel.generations import rebuild, switch_back
from kernel.live import Documents, durable, generations
from kernel.rebuilds import DONE, rebuilds
from kernel.rows import Rows
from tests.game import TALLY, TOTALS, Scored, World, group
from tests.integration.projection.stand import caught_up, expected, stored
from tests.integration.projection.test_generations import history

BEFORE, TODAY = group("fair", TOTALS), group("fair", TOTALS, TALLY)

AHEAD = 12  # of what is asked for, beginning with the heads: the switch has to come to an end


def lived_on(database: Documents, world: World, call: int) -> None:
    """So that the live rows are ahead when the new ones are to be compared, and to be switched."""
    if call < AHEAD and generations(database, "stand").live == 1:
        world.happen(Scored("ann", 1))
        caught_up(database, world, BEFORE)


def points(database: Documents) -> int:
    row = Rows(database, BEFORE).collection(TOTALS).find_one({"_id": "ann"})
    return int(row["points"]) if row else -1


def test_it_is_built_compared_and_switched_while_the_old_program_goes_on(
    database: Documents, world: World
) -> None:
    history(world)
    caught_up(database, world, BEFORE)
    told: list[dict[str, Any]] = []
    lines: list[str] = []
    calls = count()

    def fetch(source: str, after: int, limit: int) -> Any:
        """Somebody looks how far it is, and the program of before folds what happens meanwhile."""
        told.extend(rebuilds(database, "analytics"))
        lived_on(database, world, next(calls))
        return world.fetch(source, after, limit)

    result = rebuild(database, TODAY, fetch, lines.append)

    assert [found.added for found in result.comparisons] == [False, True]
    assert any(line.startswith("fair.stand: tally: added, ") for line in lines)
    assert result.same
    assert stored(database, 2) == expected(world)
    assert {one["phase"] for one in told} >= {"reading", "comparing"}
    assert [
        (one["phase"], one["events"] == one["of"]) for one in rebuilds(database, "analytics")
    ] == [(DONE, True)]


def test_readers_see_neither_errors_nor_less_while_it_comes_and_goes(
    database: Documents, world: World
) -> None:
    history(world)
    caught_up(database, world, BEFORE)
    seen: list[int] = []
    over, calls = Event(), count()

    def read() -> None:
        while not over.is_set():
            seen.append(points(database))

    def fetch(source: str, after: int, limit: int) -> Any:
        lived_on(database, world, next(calls))
        return world.fetch(source, after, limit)

    reader = Thread(target=read)
    reader.start()
    try:
        rebuild(database, TODAY, fetch, lambda line: None)
        assert switch_back(database, BEFORE, world.fetch) == 1
        assert switch_back(database, TODAY, world.fetch) == 2
    finally:
        over.set()
        reader.join()
    assert seen == sorted(seen)
    assert seen[-1] == expected(world)["totals"]["ann"]["points"]
    assert stored(durable(database), 2) == expected(world)
