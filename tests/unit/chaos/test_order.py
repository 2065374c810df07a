"""Which faults are run, in which order: all of it follows from the seed."""

from collections import Counter
from pathlib import Path

import pytest

from tests.chaos.__main__ import parse
from tests.chaos.faults.every import FAULTS
from tests.chaos.run import ALWAYS, Asked, chosen, order


def asked(rounds: int = 3, seed: int = 1, only: tuple[str, ...] = (), short: bool = False) -> Asked:
    return Asked(rounds, seed, only, short, Path("kept"), record=False, clients=16)


def test_every_fault_has_so_many_rounds_and_no_two_in_a_row_are_the_same_order():
    made = order(list(FAULTS.values()), asked())
    assert set(Counter(fault.name for fault in made).values()) == {3}
    assert made[: len(FAULTS)] != made[len(FAULTS) : 2 * len(FAULTS)]


def test_the_same_seed_makes_the_same_order_and_another_one_another():
    faults = list(FAULTS.values())
    assert order(faults, asked(seed=7)) == order(faults, asked(seed=7))
    assert order(faults, asked(seed=7)) != order(faults, asked(seed=8))


def test_the_short_form_begins_with_the_worst_and_takes_only_what_is_quick():
    made = chosen(asked(short=True))
    assert tuple(fault.name for fault in made[: len(ALWAYS)]) == ALWAYS
    assert all(fault.short for fault in made)
    assert len({fault.name for fault in made}) == len(made)


def test_only_those_that_are_named_are_run():
    assert [fault.name for fault in chosen(asked(only=("kill-broker",)))] == ["kill-broker"]


def test_a_wrong_name_is_told_with_all_the_right_ones(capsys):
    with pytest.raises(SystemExit):
        parse(["--only", "kill-bill"])
    said = capsys.readouterr().err
    assert "kill-bill" in said
    assert "kill-broker" in said
