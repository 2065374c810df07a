from pathlib import Path

import pytest

from cli import distribution, fonts
from gateway import drawing


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """A machine without fonts; what is installed on it."""
    installed: list[str] = []
    monkeypatch.setattr(fonts, "FOLDERS", tmp_path)
    monkeypatch.setattr(fonts.shutil, "which", lambda name: name)
    monkeypatch.setattr(distribution, "become_root", lambda: [])
    monkeypatch.setattr(distribution, "ensure", lambda names, why: installed.extend(names))
    return installed


def test_the_gateway_draws_with_what_is_installed() -> None:
    assert fonts.FILES == drawing.FILES
    assert fonts.FOLDERS == drawing.FONTS


def test_a_font_is_wished_for_once(without: list[str], tmp_path: Path) -> None:
    for _ in range(2):
        fonts.wish(tmp_path / "asked")

    assert without == [fonts.PACKAGE]


def test_a_font_that_is_there_is_not_wished_for(without: list[str], tmp_path: Path) -> None:
    there = tmp_path / fonts.FILES[1]
    there.parent.mkdir(parents=True)
    there.touch()
    fonts.wish(tmp_path / "asked")

    assert without == []


def test_who_may_not_install_it_is_told_and_goes_on(
    without: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(distribution, "become_root", lambda: None)
    fonts.wish(tmp_path / "asked")

    assert without == []
    assert fonts.PACKAGE in "".join(capsys.readouterr())


def test_what_cannot_be_installed_stops_nothing(
    without: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(names: list[str], why: str) -> None:
        raise SystemExit("crm: that did not work")

    monkeypatch.setattr(distribution, "ensure", fails)
    fonts.wish(tmp_path / "asked")
