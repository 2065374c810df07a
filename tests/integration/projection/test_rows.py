"""Readers find the live rows, and wait for what they have just written."""

from threading import Timer
from time import monotonic

import pytest

from kernel.generations import rebuild
from kernel.live import Documents
from kernel.refusal import Unavailable
from kernel.rows import FRESH, Rows
from tests.game import TOTALS, Scored, World, group
from tests.integration.projection.stand import caught_up


class Clock:
    """Goes on by a step whenever somebody looks, and else only when told."""

    def __init__(self, step: float = 0.0) -> None:
        self.at = 100.0
        self.step = step

    def __call__(self) -> float:
        self.at += self.step
        return self.at


def test_waiting_ends_when_the_event_is_folded_in(database: Documents, world: World) -> None:
    caught_up(database, world)
    world.happen(Scored("ann", 1))
    Timer(0.1, caught_up, (database, world)).start()
    rows = Rows(database, group())
    rows.wait("game", 1, timeout=20)
    assert rows.positions() == {"game": 1, "shop": 0}
    row = rows.collection(TOTALS).find_one({"_id": "ann"})
    assert row == {"_id": "ann", "points": 1, "rounds": 1}


def test_waiting_is_limited_and_says_when_to_come_back(database: Documents) -> None:
    began = monotonic()
    with pytest.raises(Unavailable) as caught:
        Rows(database, group()).wait("game", 1, timeout=0.2)
    assert caught.value.slug == "not-yet"
    assert caught.value.fields == {"retry_after": 1}
    assert monotonic() - began < 2


def test_a_source_that_the_group_does_not_have_is_never_reached(database: Documents) -> None:
    with pytest.raises(Unavailable):
        Rows(database, group()).wait("moon", 1, timeout=0.01)


def test_a_reader_finds_a_new_generation_within_a_second(database: Documents, world: World) -> None:
    world.happen(Scored("ann", 1))
    caught_up(database, world)
    clock = Clock()
    rows = Rows(database, group(), clock)
    assert rows.collection("totals").name == "totals.g1"
    rebuild(database, group(), world.fetch, lambda line: None)
    assert rows.collection("totals").count_documents({}) == 1  # the one before is whole
    clock.at += FRESH + 0.01
    assert rows.collection("totals").name == "totals.g2"


def test_a_reader_who_waits_does_not_wait_for_a_generation_that_was_left(
    database: Documents, world: World
) -> None:
    caught_up(database, world)
    rows = Rows(database, group(), Clock(step=0.01))
    assert rows.generation == 1
    world.happen(Scored("ann", 1))
    rebuild(database, group(), world.fetch, lambda line: None)
    rows.wait("game", 1, timeout=FRESH / 2)
    assert rows.generation == 2


def test_rows_of_another_group_are_not_answered(database: Documents) -> None:
    with pytest.raises(KeyError):
        Rows(database, group()).collection("elsewhere")


def test_a_checksum_depends_on_rows_alone(database: Documents, world: World) -> None:
    rows = Rows(database, group())
    collection = database["totals.g1"]
    collection.insert_many([{"_id": "a", "x": 1, "y": 2}, {"_id": "b"}])
    before = rows.checksum("totals")
    collection.delete_many({})
    collection.insert_many([{"_id": "b"}, {"_id": "a", "y": 2, "x": 1}])
    assert rows.checksum("totals") == before
    collection.update_one({"_id": "a"}, {"$set": {"x": 2}})
    assert rows.checksum("totals") != before
