"""What may be typed, and that the script needs nothing but Python to say so."""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.arguments import parser
from cli.main import COMMANDS
from cli.manual import MANUAL
from cli.place import ROOT

OBVIOUS = {"--follow", "--lines"}  # of `logs`; the manual has -f, and --help of it the rest


def test_the_manual_tells_of_every_command() -> None:
    told = {line.split()[0] for line in MANUAL.splitlines() if line.startswith("  ")}
    assert set(COMMANDS) <= told


def test_scale_takes_several_wishes() -> None:
    asked = parser().parse_args(["up", "--scale", "customer=2", "pipeline=3", "--detach"])
    assert asked.scale == ["customer=2", "pipeline=3"]
    assert asked.detach


def test_up_has_no_wishes_by_default() -> None:
    asked = parser().parse_args(["up"])
    assert (asked.scale, asked.port, asked.detach) == ([], None, False)


@pytest.mark.parametrize("words", ["", "--help", "log http --quick --rounds 2 --rivals --to out"])
def test_what_is_told_the_bench_is_read_by_the_bench(words: str) -> None:
    assert parser().parse_args(["bench", *words.split()]).arguments == words.split()


def test_what_is_told_of_a_subscriber_is_read_by_who_judges_it() -> None:
    words = ["--subscriber", "python -m erp", "--seeds", "3", "--help"]
    assert parser().parse_args(["conformance", *words]).arguments == words


def test_leads_are_north_american_unless_told_otherwise() -> None:
    assert parser().parse_args(["load", "leads", "x.csv"]).region == "US"
    assert parser().parse_args(["load", "leads", "x.csv", "--region", "CN"]).region == "CN"


@pytest.mark.parametrize(
    "words",
    ["", "fly", "up --port 70000", "up --port x", "rebuild", "rebuild lists --all", "load",
     "load leads", "token --user ann", "token --user ann --role king", "test smoke", "logs"],
)  # fmt: skip
def test_wrong_usage_ends_with_2(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parser().parse_args(words.split())
    assert end.value.code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("verify --sample many", "argument --sample: 'many' is not a whole number"),
        ("verify --sample 0", "argument --sample: 0 is less than 1"),
        ("up --port x", "argument --port: 'x' is not a whole number"),
        ("up --port 70000", "argument --port: a port is a number from 0 to 65535"),
        ("logs customer -n x", "argument -n/--lines: 'x' is not a whole number"),
        ("token --user a --role sales --ttl 1h", "argument --ttl: '1h' is not a whole number"),
        ("chaos --seed x", "argument --seed: 'x' is not a whole number"),
    ],
)
def test_what_is_wrong_with_an_argument_is_said_in_words(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(words.split())
    assert said in capsys.readouterr().err


def test_usage_is_told_as_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    for words, usage in (
        ("mend", "usage: ./crm mend "),
        ("parked drop", "usage: ./crm parked drop "),
    ):
        with pytest.raises(SystemExit):
            parser().parse_args(words.split())
        assert capsys.readouterr().err.startswith(usage)


def options(of: argparse.ArgumentParser) -> Iterator[str]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from options(inner)
        yield from (name for name in action.option_strings if name.startswith("--"))


def test_the_manual_tells_of_every_option() -> None:
    known = set(options(parser())) - {"--help"}
    told = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", MANUAL))
    assert known - told - OBVIOUS == set()


def test_help_needs_nothing_but_python() -> None:
    """Isolated and without site packages: as on a machine where nothing is installed."""
    done = subprocess.run(
        [sys._base_executable, "-I", "-S", str(ROOT / "crm"), "--help"],  # type: ignore[attr-defined]
        capture_output=True,
        text=True,
        cwd=Path("/"),
    )
    assert done.returncode == 0, done.stderr
    assert MANUAL in done.stdout
