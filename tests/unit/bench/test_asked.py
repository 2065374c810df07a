"""What may be asked of the bench, and in which order it answers."""

from pathlib import Path

import pytest

from bench import __main__ as bench
from bench.figures import Figure
from bench.plan import Plan

PLAN = Plan(1, True, Path("nowhere"), Path("nowhere"))


def test_all_sections_are_measured_unless_some_are_named() -> None:
    assert bench.parse([]).sections == []
    assert bench.parse(["http", "log"]).sections == ["http", "log"]


@pytest.mark.parametrize("words", ["fast", "--rounds 0", "--rounds x", "--size 5"])
def test_wrong_usage_ends_with_2(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        bench.parse(words.split())
    assert end.value.code == 2


def test_sections_come_in_the_order_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in bench.SECTIONS:
        figure = Figure(name, {"rate": [1.0]})
        monkeypatch.setitem(bench.SECTIONS, name, lambda plan, found=figure: [found])
    asked = ["http", "log"]
    assert [each.name for each in bench.measured(PLAN, asked, False)] == ["log", "http"]


def test_rivals_bring_the_sections_they_are_compared_with(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in bench.SECTIONS:
        monkeypatch.setitem(bench.SECTIONS, name, lambda plan: [])
    monkeypatch.setattr(bench.comparing, "figures", lambda plan, found: [*found])
    [*sections, rivals] = bench.measured(PLAN, ["relay"], True)
    assert [each.name for each in sections] == ["log", "relay", "http"]
    assert rivals.figures == ["log", "relay", "http"]
