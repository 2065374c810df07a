"""An event of a type that the program does not know is passed over aloud, and made good later."""

from dataclasses import dataclass
from threading import Event

import pytest
from prometheus_client import REGISTRY

from kernel.codec import Codec
from kernel.generations import rebuild
from kernel.group import Group, Reactions
from kernel.live import Documents, generations
from kernel.mongo import MongoLog
from kernel.projection import Projection, Row
from kernel.reacting import Reacting
from kernel.renewing import learnt, renew
from kernel.states import States
from tests.game import CODECS, GameEvent, Scored, Whispered, World, group
from tests.integration.projection.stand import caught_up


@dataclass(frozen=True)
class Rested:
    player: str


def rested(row: Row, _: object) -> Row:
    return row | {"rests": row.get("rests", 0) + 1}


RESTS = Projection("totals", Scored | Rested, lambda recorded: recorded.event.player, rested)
KNOWS = Codec(GameEvent | Rested)
NEWER = Group("stand", "fair", (RESTS,), {**CODECS, "game": KNOWS})
OLDER = Group("stand", "fair", (group().projection("totals"),), dict(CODECS))


@pytest.fixture
def rests(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A log into which a newer version writes."""
    monkeypatch.setitem(CODECS, "game", KNOWS)
    world.happen(Scored("ann", 1), Rested("ann"), Rested("ann"), Scored("bob", 1))
    return world


def test_it_is_noted_with_its_first_position_and_counted(database: Documents, rests: World) -> None:
    caught_up(database, rests, OLDER)
    found = database["checkpoints"].find_one({"_id": "stand.g1"})
    assert found
    assert found["positions"]["game"] == 4
    assert found["unknown"] == {"game": {"Rested": 2}}
    labels = {"queue": "fair.stand", "type": "Rested"}
    assert REGISTRY.get_sample_value("guanxi_unknown_events_total", labels)


def test_a_program_that_knows_it_builds_the_rows_anew(database: Documents, rests: World) -> None:
    caught_up(database, rests, OLDER)
    assert learnt(database, OLDER) == frozenset()
    assert learnt(database, NEWER) == {"Rested"}
    renew(database, NEWER, rests.fetch, Event())
    assert generations(database, "stand").live == 2
    row = database["totals.g2"].find_one({"_id": "ann"})
    assert row == {"_id": "ann", "rests": 3}
    assert learnt(database, NEWER) == frozenset()


def test_a_rebuild_by_the_older_program_notes_it_as_well(database: Documents, rests: World) -> None:
    caught_up(database, rests, NEWER)
    rebuild(database, OLDER, rests.fetch, lambda line: None)
    found = database["checkpoints"].find_one({"_id": "stand.g2"})
    assert found
    assert found["unknown"] == {"game": {"Rested": 2}}


def test_types_that_are_known_and_of_no_interest_are_passed_over_in_silence(
    database: Documents, world: World
) -> None:
    world.happen(Whispered("psst"), Scored("ann", 1))
    caught_up(database, world)
    found = database["checkpoints"].find_one({"_id": "stand.g1"})
    assert found
    assert "unknown" not in found


def test_reactions_note_it_too(database: Documents, rests: World) -> None:
    log = MongoLog(database, "jury")
    log.create_indexes()
    older = Reactions("prizes", "jury", {"game": Codec(GameEvent)}, lambda recorded: [])
    jury = Reacting(database, older, States(log, Codec(GameEvent)))
    jury.positions()
    jury.apply(rests.fetch("game", 0, 10)["events"])
    found = database["checkpoints"].find_one({"_id": "prizes.g1"}) or {}
    assert found["unknown"] == {"game": {"Rested": 2}}
    assert found["positions"] == {"game": 4}
