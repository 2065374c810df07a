"""A rebuild beside the live rows: never empty, partial or older, and it can be undone."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kernel import bulk
from kernel.contrast import contrast
from kernel.engine import Engine
from kernel.generations import Result, build, rebuild
from kernel.live import Documents, durable, generations
from kernel.rebuilds import Rebuilds
from kernel.refusal import Rejected, Unavailable
from kernel.rows import Rows
from kernel.subscription import Page
from tests.game import MENDED, TALLY, TOTALS, Bought, Left, Scored, World, group
from tests.integration.projection.stand import caught_up, expected, stored


class Killed(BaseException):
    """Nothing of the program runs after it."""


def quiet(line: str) -> None:
    """Nobody watches."""


def history(world: World, events: int = 400) -> None:
    for n in range(events // 4):
        world.happen(Scored(f"p{n % 7}", n % 5), Scored("ann", 1), Left(f"p{n % 3}"))
        world.happen(Bought(f"p{n % 7}", "1.10"), source="shop")


def rebuilt(database: Documents, world: World, report: Callable[[str], None] = quiet) -> Result:
    return rebuild(database, group(), world.fetch, report)


def test_a_rebuild_gives_the_same_rows_as_living_through_it(
    database: Documents, world: World
) -> None:
    history(world)
    caught_up(database, world)
    before = {name: Rows(database, group()).checksum(name) for name in ("totals", "tally")}
    result = rebuilt(database, world)
    assert result.same
    assert {comparison.projection for comparison in result.comparisons} == {"totals", "tally"}
    assert result.events == sum(world.heads.values())
    assert {name: Rows(database, group()).checksum(name) for name in before} == before
    assert stored(database, 2) == expected(world)
    assert Rows(database, group()).positions() == world.heads


def test_rows_that_do_not_fit_in_memory_are_rebuilt_as_well(
    database: Documents, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "FLUSH", 5)
    monkeypatch.setattr(bulk, "YOUNG", 2)
    monkeypatch.setattr(bulk, "KEEP", 2)
    monkeypatch.setattr("kernel.reading.PAGE", 7)
    history(world)
    rebuilt(database, world)
    assert stored(database, 2) == expected(world)


def test_rows_are_compared_at_equal_positions_although_the_live_ones_move_on(
    database: Documents, world: World
) -> None:
    history(world, 40)
    caught_up(database, world)
    build(durable(database), group(), Rebuilds(durable(database), group(), 2), world.fetch, quiet)
    world.happen(Scored("ann", 1))
    caught_up(database, world)

    def fetch(source: str, after: int, limit: int) -> Page:
        world.happen(Scored("ann", 1))
        caught_up(database, world)
        return world.fetch(source, after, limit)

    found = contrast(durable(database), group(), fetch, 1, 2, quiet)
    assert [comparison.same for comparison in found] == [True, True]


def test_a_difference_is_named(database: Documents, world: World) -> None:
    history(world, 40)
    caught_up(database, world)
    database["totals.g1"].update_one({"_id": "ann"}, {"$inc": {"points": 1}})
    database["totals.g1"].delete_one({"_id": "p1"})
    database["totals.g1"].insert_one({"_id": "zoe"})
    lines: list[str] = []
    result = rebuilt(database, world, lines.append)
    assert not result.same
    [totals] = [found for found in result.comparisons if found.projection == "totals"]
    assert totals.differing == ("ann", "p1", "zoe")
    assert any("differing: ann, p1, zoe" in line for line in lines)
    assert stored(database, 2) == expected(world)


def test_read_models_that_were_dropped_come_back(database: Documents, world: World) -> None:
    history(world, 40)
    caught_up(database, world)
    database.client.drop_database(database.name)
    result = rebuilt(database, world)
    assert result.comparisons == ()
    assert Rows(database, group()).checksum("totals")
    assert stored(database, result.generation) == expected(world)


def test_indexes_are_there_before_a_generation_is_live(database: Documents, world: World) -> None:
    rebuilt(database, world)
    names = [next(iter(index["key"])) for index in database["totals.g2"].list_indexes()]
    assert names == ["_id", "points"]


def test_a_killed_rebuild_leaves_the_live_rows_alone_and_the_next_begins_anew(
    database: Documents, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    history(world)
    caught_up(database, world)
    monkeypatch.setattr("kernel.reading.PAGE", 50)
    monkeypatch.setattr(bulk, "FLUSH", 5)
    monkeypatch.setattr(bulk, "YOUNG", 2)
    asked: list[int] = []

    def fetch(source: str, after: int, limit: int) -> Page:
        asked.append(after)
        if len(asked) > 6:
            raise Killed
        return world.fetch(source, after, limit)

    with pytest.raises(Killed):
        rebuild(database, group(), fetch, quiet)
    database["leases"].delete_many({})  # a killed one gives nothing back; its lease runs out
    assert generations(database, "stand").live == 1
    assert generations(database, "stand").building == 2
    assert stored(database, 1) == expected(world)
    assert database["tally.g2"].count_documents({}) > 0
    result = rebuilt(database, world)
    assert stored(database, result.generation) == expected(world)
    assert "tally.g2" not in database.list_collection_names()


@pytest.mark.parametrize("failure", [Unavailable("source-away"), KeyboardInterrupt()])
def test_a_rebuild_that_fails_leaves_nothing_behind(
    database: Documents, world: World, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    """Whether something was away, or somebody pressed Ctrl-C."""
    history(world)
    caught_up(database, world)
    monkeypatch.setattr(bulk, "FLUSH", 5)
    monkeypatch.setattr(bulk, "YOUNG", 2)
    monkeypatch.setattr("kernel.generations.contrast", fails(failure))
    with pytest.raises(type(failure)):
        rebuilt(database, world)
    assert {name for name in database.list_collection_names() if ".g" in name} == {
        "totals.g1", "tally.g1"
    }  # fmt: skip
    assert database["checkpoints"].distinct("_id") == ["stand.g1"]
    assert generations(database, "stand").building is None
    assert stored(database, 1) == expected(world)


def fails(failure: BaseException) -> Callable[..., Any]:
    def fail(*_: Any) -> Any:
        raise failure

    return fail


def test_two_rebuilds_of_a_group_do_not_run_at_once(database: Documents, world: World) -> None:
    history(world, 40)

    def fetch(source: str, after: int, limit: int) -> Page:
        with pytest.raises(Rejected):
            rebuilt(database, world)
        return world.fetch(source, after, limit)

    rebuild(database, group(), fetch, quiet)


def test_a_rebuild_with_mended_code_has_no_parked_streams(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", -1), Scored("ann", 2))
    engine = caught_up(database, world)
    assert engine.parked() == 2
    assert rebuilt(database, world).parked == 2  # the same code: the same streams wait
    mended = group("fair", MENDED, TALLY)
    assert rebuild(database, mended, world.fetch, quiet).parked == 0
    assert stored(database, 3)["totals"]["ann"]["points"] == 2


def test_a_row_that_cannot_be_stored_costs_its_stream_not_the_rebuild(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", 1), Scored("bob", 2**80), Scored("ann", 2))
    assert rebuilt(database, world).parked == 1
    assert stored(database, 2)["totals"]["ann"]["points"] == 3


def test_progress_is_reported(database: Documents, world: World) -> None:
    lines: list[str] = []
    history(world, 40)
    rebuilt(database, world, lines.append)
    assert "40 of 40 events" in lines[0]
    assert "generation 2 is live" in lines[-1]


def test_a_feed_with_a_hole_never_becomes_a_generation(database: Documents, world: World) -> None:
    history(world, 40)

    def fetch(source: str, after: int, limit: int) -> dict[str, Any]:
        page = world.fetch(source, after, limit)
        events: Sequence[Any] = page["events"]
        return page | {"events": [event for event in events if event["position"] != 7]}

    with pytest.raises(Exception, match="does not go on"):
        rebuild(database, group(), fetch, quiet)
    assert generations(database, "stand").live == 1


def test_a_projection_that_was_added_waits_for_a_rebuild(database: Documents, world: World) -> None:
    history(world, 40)
    caught_up(database, world, group("fair", TOTALS))
    with pytest.raises(Unavailable, match="rebuild-needed"):
        Engine(database, group()).positions()
    rebuilt(database, world)
    assert stored(database, 2) == expected(world)
    assert Engine(database, group()).positions() == world.heads
