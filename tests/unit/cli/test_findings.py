"""What `verify` has found is counted by kind, and what is harmless makes nothing wrong."""

import pytest

from cli.findings import SHOWN, Told


def test_nothing_found_is_sound() -> None:
    told = Told("customer")
    assert (told.wrong, told.summary()) == (0, "sound")


def test_thousands_of_one_kind_are_counted_and_not_said(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told("customer")
    for position in range(SHOWN + 5):
        told.tell("hole", f"at {position}")
    assert told.wrong == SHOWN + 5
    assert told.summary() == f"wrong: {SHOWN + 5} hole"
    assert len(capsys.readouterr().out.splitlines()) == SHOWN


def test_an_event_of_a_newer_program_is_told_and_the_log_is_as_sound_as_it_was() -> None:
    told = Told("customer", harmless=("unknown",))
    told.tell("unknown", "CustomerLocked at 7")
    assert (told.wrong, told.summary()) == (0, "sound; 1 unknown")
    told.tell("hole", "8 is missing")
    assert (told.wrong, told.summary()) == (1, "wrong: 1 hole, 1 unknown")
