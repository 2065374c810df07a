"""Rows that are ahead of a restored log, or of another version, are answered by nobody."""

from collections.abc import Mapping
from typing import Any

import pytest

from kernel import checkpoint
from kernel.engine import Engine
from kernel.faithful import Faithful
from kernel.generations import rebuild, switch_back
from kernel.history import LOST, LOST_STREAM, Rewound
from kernel.live import Documents, generations
from kernel.log import Draft, Entry, MemoryLog
from kernel.refusal import Rejected, Unavailable
from kernel.rows import FRESH, Rows
from kernel.subscription import Subscription
from tests.game import BEGAN, TALLY, TOTALS, Left, Scored, World, group
from tests.integration.projection.stand import caught_up


@pytest.fixture
def followed(database: Documents, world: World) -> Subscription:
    """Caught up with two logs, through a feed that is watched."""
    world.happen(Scored("ann", 1), Scored("bob", 2))
    world.happen(Scored("ann", 3))
    engine = Engine(database, group())
    made = subscription(database, world, engine)
    made.reload()
    made.read("game")
    assert made.last["game"] == 3
    return made


def subscription(database: Documents, world: World, engine: Engine) -> Subscription:
    faithful = Faithful(world.fetch, database, lambda: "stand.g1")
    return Subscription(world.logs, engine.positions, engine.apply, faithful)


def restore(world: World) -> None:
    """The log of a game as an older backup had it: without its last commit."""
    del world.logs["game"].commits[-1]


def stored(database: Documents) -> Mapping[str, Any]:
    return database["checkpoints"].find_one({"_id": "stand.g1"}) or {}


def test_a_log_that_is_the_same_is_followed(followed: Subscription, world: World) -> None:
    followed.read("game")
    world.happen(Scored("ann", 1))
    followed.read("game")
    assert followed.last["game"] == 4


def test_pages_are_exactly_those_that_were_asked_for(database: Documents, world: World) -> None:
    world.happen(*(Scored("ann", 1) for _ in range(10)))
    faithful = Faithful(world.fetch, database, lambda: "stand.g1")
    for after in range(11):
        page = faithful("game", after, 3)
        plain = world.fetch("game", after, 3)
        assert (page["events"], page["head"]) == (plain["events"], plain["head"])
        assert page["next"] == plain["next"]


def test_a_checkpoint_beyond_the_head_is_refused_and_noted(
    followed: Subscription, database: Documents, world: World
) -> None:
    restore(world)
    with pytest.raises(Rewound, match="log-went-back") as caught:
        followed.read("game")
    assert "./crm mend game" in caught.value.detail
    assert stored(database)["rewound"] == {"game": caught.value.detail}


def test_a_log_that_grew_again_is_not_taken_for_the_old_one(
    followed: Subscription, database: Documents, world: World
) -> None:
    restore(world)
    world.happen(Scored("eve", 5))
    world.happen(Scored("eve", 6))
    with pytest.raises(Rewound, match="log-changed"):
        followed.read("game")
    assert "game" in stored(database)["rewound"]


def test_after_the_log_was_mended_the_rows_still_want_a_rebuild(
    followed: Subscription, world: World
) -> None:
    restore(world)
    lost = Entry(LOST_STREAM, 1, LOST, 1, {})
    world.logs["game"].append(Draft((lost,), BEGAN, {"command_id": "mend"}))
    with pytest.raises(Rewound, match="rows-beyond-log") as caught:
        followed.read("game")
    assert "./crm rebuild --all" in caught.value.detail


def test_rows_ahead_of_their_log_are_not_read_until_they_are_rebuilt(
    followed: Subscription, database: Documents, world: World
) -> None:
    at = [100.0]
    rows = Rows(database, group(), lambda: at[0])
    assert rows.collection(TOTALS).count_documents({}) == 2
    restore(world)
    with pytest.raises(Rewound):
        followed.read("game")
    at[0] += FRESH + 0.01
    with pytest.raises(Unavailable, match="rows-beyond-log"):
        rows.collection(TOTALS)
    world.happen(Scored("eve", 5))  # as `mend` does: no position is used by another event
    rebuild(database, group(), world.fetch, lambda line: None)
    at[0] += FRESH + 0.01
    row = rows.collection(TOTALS).find_one({"_id": "ann"})
    assert row == {"_id": "ann", "points": 1, "rounds": 1}


def test_a_generation_built_by_a_rebuild_remembers_where_it_stood(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", 1), Scored("ann", 2))
    rebuild(database, group(), world.fetch, lambda line: None)
    found = database["checkpoints"].find_one({"_id": "stand.g2"})
    assert found
    faithful = Faithful(world.fetch, database, lambda: "stand.g2")
    assert faithful("game", 2, 10)["events"] == []
    world.logs["game"] = other = MemoryLog("game")
    world.happen(Left("eve"), Left("bob"))
    assert other.head() == 2
    with pytest.raises(Rewound, match="log-changed"):
        faithful("game", 2, 10)


def test_a_checkpoint_of_a_newer_format_is_neither_read_nor_written(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", 1))
    caught_up(database, world)
    database["checkpoints"].update_one({"_id": "stand.g1"}, {"$set": {"format": 2}})
    with pytest.raises(Unavailable, match="newer-format") as caught:
        Engine(database, group()).positions()
    assert "deploy that version" in caught.value.detail
    with pytest.raises(Unavailable, match="newer-format"):
        Rows(database, group()).collection(TOTALS)


def test_generations_of_a_newer_format_are_not_guessed_at(database: Documents) -> None:
    database["generations"].insert_one({"_id": "stand", "live": 4, "format": 2})
    for act in (Engine(database, group()).positions, Rows(database, group()).positions):
        with pytest.raises(Unavailable, match="newer-format"):
            act()


def test_rows_of_a_newer_version_can_be_built_anew_for_this_one(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", 1))
    caught_up(database, world)
    database["checkpoints"].update_one({"_id": "stand.g1"}, {"$set": {"format": 2}})
    rebuild(database, group(), world.fetch, lambda line: None)
    assert Engine(database, group()).positions() == world.heads
    assert checkpoint.load(database, "stand.g2").format == checkpoint.FORMAT


def test_also_when_it_kept_its_generations_in_another_way(
    database: Documents, world: World
) -> None:
    """Nobody knows which of its rows it wanted, so all of them stay."""
    world.happen(Scored("ann", 1))
    caught_up(database, world)
    rebuild(database, group(), world.fetch, lambda line: None)
    rebuild(database, group(), world.fetch, lambda line: None)
    newer = {"_id": "stand", "slots": {"a": 2, "b": 3}, "format": 2}
    database["generations"].replace_one({"_id": "stand"}, newer)
    for _ in range(2):
        with pytest.raises(RuntimeError):  # an attempt that fails takes nothing of theirs along
            rebuild(database, group(), failing, lambda line: None)
        assert database["generations"].find_one({"_id": "stand"}) == newer
        assert {"totals.g2", "totals.g3"} <= set(database.list_collection_names())
    rebuild(database, group(), world.fetch, lambda line: None)
    assert Engine(database, group()).positions() == world.heads
    assert generations(database, "stand").live == 4
    kept = {name for name in database.list_collection_names() if name.startswith("totals.g")}
    assert kept == {"totals.g3", "totals.g4"}


def failing(source: str, after: int, limit: int) -> Any:
    raise RuntimeError("the feed has a defect")


def test_a_read_model_that_is_not_built_yet_is_not_answered_from_nothing(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", 1))
    caught_up(database, world, group("fair", TOTALS))
    rows = Rows(database, group("fair", TOTALS, TALLY))
    assert rows.collection(TOTALS).count_documents({}) == 1
    with pytest.raises(Unavailable, match="rebuilding"):
        rows.collection(TALLY)


def test_a_generation_that_holds_what_its_log_has_lost_is_not_switched_back_to(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", 1))
    rebuild(database, group(), world.fetch, lambda line: None)
    rebuild(database, group(), world.fetch, lambda line: None)
    lost = {"$set": {"rewound.game": "it went back"}}
    database["checkpoints"].update_one({"_id": "stand.g2"}, lost)
    with pytest.raises(Rejected, match="rows-beyond-log"):
        switch_back(database, group(), world.fetch)
