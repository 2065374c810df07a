"""Positions, versions, keys and commands of a log, and what must never change."""

from dataclasses import replace

from tests.chaos.checks.stored import Book
from tests.unit.chaos.story import CLAIMED, REGISTERED, RELEASED, STORY, moved


def test_a_good_log_has_nothing_to_be_found():
    assert Book().add(STORY) == []


def test_a_hole_between_positions_is_found():
    assert Book().add([REGISTERED, moved(CLAIMED, 4)]) == ["customer:4: 3 was to come: a hole"]


def test_a_position_that_is_used_twice_is_found():
    [finding] = Book().add([REGISTERED, moved(CLAIMED, 2)])
    assert "a hole" in finding


def test_a_version_that_is_left_out_is_found():
    findings = Book().add([REGISTERED, moved(RELEASED, 3)])
    assert "customer:3: customer/c1 has 3 after 1" in findings


def test_a_command_that_stands_there_twice_is_found():
    again = replace(RELEASED, meta=CLAIMED.meta, keys=("!claim", *RELEASED.keys[1:]))
    assert Book().add([REGISTERED, CLAIMED, again]) == ["doubled: customer:5 has the command of 3"]


def test_the_same_command_id_in_two_logs_is_two_commands():
    elsewhere = replace(REGISTERED, source="pipeline")
    assert Book().add([REGISTERED, elsewhere]) == []


def test_keys_that_do_not_say_what_the_events_say_are_found():
    [finding] = Book().add([replace(REGISTERED, keys=REGISTERED.keys[:2])])
    assert "keys" in finding


def test_what_was_read_before_and_is_gone_or_changed_is_found():
    book = Book()
    book.add(STORY)
    assert book.changed(STORY) == []
    assert book.changed(STORY[:2]) == ["customer:5 is gone"]
    other = replace(CLAIMED, meta={**CLAIMED.meta, "actor": "bob"})
    assert book.changed([REGISTERED, other, RELEASED]) == ["customer:3 is not what it was"]
