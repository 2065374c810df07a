"""What may be typed, and that the script needs nothing but Python to say so."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import COMMANDS
from cli.manual import MANUAL, parser
from cli.place import ROOT


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
