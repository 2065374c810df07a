"""Events are folded into all of their rows or none; what cannot be folded waits in order."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kernel.fold import Fold
from kernel.folded import changes
from kernel.group import Group
from kernel.projection import Projection, Row
from kernel.step import BEHIND
from tests.game import (
    CODECS,
    MENDED,
    TALLY,
    TOTALS,
    Bought,
    Left,
    Scored,
    Whispered,
    World,
    group,
)
from tests.unit.kernel.memory_sink import MemorySink, Stored


def taken(world: World, made: Group | None = None) -> Stored:
    stored = Stored()
    sink = MemorySink(made or group(), stored)
    sink.positions()
    for source in CODECS:
        for envelope in world.envelopes(source):  # one batch each: the worst case
            sink.apply([envelope])
    return stored


def test_rows_count_and_money_stays_decimal() -> None:
    world = World()
    world.happen(Scored("ann", 3), Scored("ann", 4))
    world.happen(Bought("ann", "19.90"), source="shop")
    row = taken(world).rows["totals"]["ann"]
    assert row == {"_id": "ann", "points": 7, "rounds": 2, "spent": Decimal("19.90")}


def test_none_deletes_a_row_and_a_later_event_begins_it_anew() -> None:
    world = World()
    world.happen(Scored("ann", 3), Left("ann"))
    assert set(taken(world).rows["tally"]) == {"all"}
    world.happen(Scored("ann", 5))
    assert taken(world).rows["tally"]["ann"]["events"] == 1


def test_a_failing_event_stops_its_stream_in_order_and_no_other() -> None:
    world = World()
    world.happen(Scored("ann", 1), Scored("ann", -1), Scored("bob", 2))
    world.happen(Scored("ann", 3), Scored("bob", 4))
    stored = taken(world)
    assert [(event.stream, event.position) for event in stored.parked] == [
        ("game/ann", 2),
        ("game/ann", 4),
    ]
    first, second = stored.parked
    assert first.error == "ValueError: nobody can score less than nothing"
    assert second.error == BEHIND
    assert stored.rows["totals"]["ann"]["points"] == 1
    assert stored.rows["totals"]["bob"]["points"] == 6


def test_a_failing_event_is_folded_into_none_of_its_rows() -> None:
    world = World()
    world.happen(Scored("ann", 1), Scored("ann", -1))
    for order in ((TALLY, TOTALS), (TOTALS, TALLY)):
        assert taken(world, group("fair", *order)).rows["tally"]["all"]["events"] == 1


def test_a_type_that_no_projection_names_passes_by() -> None:
    world = World()
    world.happen(Whispered("hush"), Scored("ann", 1))
    stored = taken(world)
    assert stored.positions == {"game": 2}
    assert not stored.parked


def test_a_type_that_no_class_has_passes_by() -> None:
    world = World()
    [envelope] = world.happen(Scored("ann", 1))
    fold = fold_of(group(), envelope | {"type": "guanxi.game.Invented.v1"})
    assert not fold.parked
    assert not changes(fold)


def test_a_known_type_with_undecodable_data_is_parked() -> None:
    [envelope] = World().happen(Scored("ann", 1))
    for wrong in ({"data": {}}, {"data": None}, {"type": "guanxi.game.Scored.v2"}, {"time": 7}):
        fold = fold_of(group(), envelope | wrong)
        assert [event.stream for event in fold.parked] == ["game/ann"]


def test_a_key_that_fails_parks_its_event() -> None:
    nameless = Projection(
        "nameless", Scored, lambda recorded: recorded.event.nickname, TALLY.evolve
    )
    fold = fold_of(group("fair", nameless), *World().happen(Scored("ann", 1)))
    assert "nickname" in fold.parked[0].error


def test_a_row_may_not_change_its_key() -> None:
    moving = Projection("moving", Scored, lambda _: "here", lambda row, _: row | {"_id": "there"})
    assert fold_of(group("fair", moving), *World().happen(Scored("ann", 1))).parked


def test_a_row_in_memory_is_what_the_database_would_give_back() -> None:
    world = World()
    for n in range(4):
        world.happen(Scored("ann", n))
    at_once = fold_of(group(), *world.envelopes("game")).tables["tally"].known["all"]
    assert at_once is not None
    assert at_once == taken(world).rows["tally"]["all"]
    assert at_once["at"].microsecond % 1000 == 0


def test_a_mended_projection_takes_what_was_parked() -> None:
    world = World()
    world.happen(Scored("ann", -1), Scored("ann", 2))
    assert taken(world, group("fair", MENDED)).rows["totals"]["ann"] == {
        "_id": "ann",
        "forgiven": 1,
        "points": 2,
        "rounds": 1,
    }


def fold_of(made: Group, *envelopes: Any) -> Fold:
    fold = Fold(made, lambda projection, keys: [])
    fold.take(envelopes)
    return fold


BEGUN = replace(TALLY, key=lambda recorded: f"{recorded.position}", begins=Scored)


def looked_for(late: bool = False) -> list[str]:
    """Which keys were looked for in the database, when one event came that begins a row."""
    world, asked = World(), list[str]()

    def load(projection: str, keys: Sequence[str]) -> list[Row]:
        asked.extend(f"{projection}/{key}" for key in keys)
        return []

    fold = Fold(group("fair", BEGUN, TOTALS), load)
    fold.take(world.happen(Scored("ann", 3)), late=late)
    assert len(fold.tables["tally"].writes()) == 1
    return asked


def test_a_row_that_begins_is_not_looked_for() -> None:
    assert looked_for() == ["totals/ann"]


def test_what_others_may_have_overtaken_is_looked_for_all_the_same() -> None:
    assert looked_for(late=True) == ["tally/1", "totals/ann"]


def test_other_events_look_for_the_row_that_has_begun() -> None:
    world, asked = World(), list[str]()
    made = replace(TALLY, key=lambda recorded: "one", begins=Scored)

    def load(projection: str, keys: Sequence[str]) -> list[Row]:
        asked.extend(keys)
        return [{"_id": "one", "events": 1}]

    fold = Fold(group("fair", made), load)
    fold.take(world.happen(Left("ann")))
    assert asked == ["one"]
