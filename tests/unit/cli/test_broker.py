"""A broker whose records are damaged puts them aside before it starts."""

import subprocess
from pathlib import Path

import pytest

from cli.broker import START, begin_anew


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With commands of the same names that do nothing."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "records").write_text("old")
    return tmp_path


def start(folder: Path) -> None:
    script = START.replace("epmd -names", "true").rpartition("exec ")[0] + "true"
    environment = {"RABBITMQ_MNESIA_BASE": str(folder / "data"), "PATH": "/usr/bin:/bin"}
    subprocess.run(["/bin/sh", "-ec", script], env=environment, check=True, timeout=10)


def test_it_keeps_its_records(folder: Path) -> None:
    start(folder)
    assert (folder / "data" / "records").read_text() == "old"


def test_it_begins_anew_once_and_keeps_what_was_damaged(folder: Path) -> None:
    begin_anew(folder)
    start(folder)
    assert list((folder / "data").iterdir()) == []
    assert (folder / "data.damaged" / "records").read_text() == "old"

    (folder / "data" / "records").write_text("new")
    start(folder)
    assert (folder / "data" / "records").read_text() == "new"


def test_what_was_damaged_before_makes_room(folder: Path) -> None:
    for _ in range(2):
        begin_anew(folder)
        start(folder)
    assert list((folder / "data.damaged").iterdir()) == []


def test_it_begins_anew_though_it_was_killed_in_between(folder: Path) -> None:
    begin_anew(folder)
    (folder / "data").rename(folder / "data.damaged")
    start(folder)
    assert list((folder / "data").iterdir()) == []
    assert (folder / "data.damaged" / "records").read_text() == "old"
