"""Which groups a name stands for, and what several of them together come to."""

from argparse import Namespace
from pathlib import Path

import pytest

from cli import rebuild as rebuilding
from cli.place import Place
from cli.rebuild import NEVER_REBUILT, homes_of_models, rebuild, shared_out, verdict
from kernel import plain
from services.groups import GROUPS

ALL = Namespace(model=None, back=True)


def test_a_read_model_stands_for_the_group_it_is_folded_in() -> None:
    homes = homes_of_models()
    assert homes["directory"] == homes["lists"] == ["lists"]
    assert homes["customer.people"] == ["customer.people"]
    assert homes["analytics.lists"] == ["lists"]
    assert homes["owner"] == ["activity.reminders", "pipeline.owners"]


def test_a_name_that_is_none_is_wrong_usage_and_the_groups_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert rebuild(Place(tmp_path), Namespace(model="nope", back=False)) == 2
    said = capsys.readouterr().err
    assert "no read model 'nope'" in said
    assert f"groups: {', '.join(sorted(GROUPS))}" in said
    assert "directory" in said


def test_one_that_was_never_rebuilt_keeps_no_other_from_being_switched_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def kernel(place: Place, act: str, name: str) -> int:
        asked.append(name)
        return 0 if name == "reports" else NEVER_REBUILT

    monkeypatch.setattr(rebuilding, "kernel", kernel)
    assert rebuild(Place(tmp_path), ALL) == 0
    assert asked == sorted(GROUPS)


def test_all_groups_are_rebuilt_in_two_processes_and_one_failure_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def kernel(place: Place, act: str, names: str) -> int:
        asked.append(names)
        return 1 if "reports" in names else 0

    monkeypatch.setattr(rebuilding, "kernel", kernel)
    assert rebuild(Place(tmp_path), Namespace(model=None, back=False)) == 1
    assert "lists" in asked
    assert sorted(",".join(asked).split(",")) == sorted(GROUPS)
    assert shared_out(["reports"]) == ["reports"]


def test_a_failure_counts_and_nothing_at_all_to_switch_back_is_one() -> None:
    assert verdict({0}) == 0
    assert verdict({0, NEVER_REBUILT}) == 0
    assert verdict({NEVER_REBUILT}) == 1
    assert verdict({0, 1}) == 1


def test_both_sides_mean_the_same_code() -> None:
    assert plain.NEVER_REBUILT == NEVER_REBUILT
