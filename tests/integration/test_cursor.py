"""A relay's cursor: it never goes back, and a predecessor cannot move it."""

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.collection import Collection

from kernel.cursor import Cursor
from kernel.lease import Fenced
from tests.integration.servers import throwaway_database

Cursors = Collection[Any]


@pytest.fixture
def cursors() -> Iterator[Cursors]:
    with throwaway_database() as database:
        yield database["cursors"]


def test_a_new_cursor_stands_before_the_first_event(cursors: Cursors) -> None:
    assert Cursor(cursors, "relay", epoch=1).position == 0


def test_a_successor_goes_on_where_the_cursor_was_stored(cursors: Cursors) -> None:
    Cursor(cursors, "relay", epoch=1).store(41, "c41")
    successor = Cursor(cursors, "relay", epoch=2)
    assert (successor.position, successor.mark) == (41, "c41")
    assert cursors.find_one() == {"_id": "relay", "position": 41, "mark": "c41", "epoch": 2}


def test_the_mark_of_another_position_is_never_left_behind(cursors: Cursors) -> None:
    cursor = Cursor(cursors, "relay", epoch=1)
    cursor.store(41, "c41")
    cursor.store(42)
    assert Cursor(cursors, "relay", epoch=2).mark == ""


def test_a_predecessor_is_fenced_as_soon_as_the_successor_has_read(cursors: Cursors) -> None:
    predecessor = Cursor(cursors, "relay", epoch=1)
    successor = Cursor(cursors, "relay", epoch=2)
    with pytest.raises(Fenced):
        predecessor.store(7)
    assert Cursor(cursors, "relay", epoch=3).position == successor.position == 0


def test_a_latecomer_with_an_older_epoch_cannot_take_it(cursors: Cursors) -> None:
    Cursor(cursors, "relay", epoch=2)
    with pytest.raises(Fenced):
        Cursor(cursors, "relay", epoch=1)


def test_the_cursor_never_goes_back(cursors: Cursors) -> None:
    cursor = Cursor(cursors, "relay", epoch=1)
    cursor.store(41)
    cursor.position = 0  # as one that forgot
    cursor.store(7)
    assert Cursor(cursors, "relay", epoch=2).position == 41
