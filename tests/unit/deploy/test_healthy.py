"""The healthcheck of the broker ends a node in one case only; tried with tools that note all."""

import os
import subprocess
from pathlib import Path

import pytest

from cli.place import ROOT

SCRIPT = ROOT / "deploy" / "rabbitmq" / "healthy.sh"
LIVES = (
    "rabbitmqctl -q eval true = lists:all(fun(N) -> is_pid(whereis(N)) end, "
    "[ra_log_wal, ra_coordination_log_wal])."
)
HALT = "rabbitmqctl -q eval erlang:halt(1)."
RUNS = "rabbitmq-diagnostics -q check_running"
LISTENS = "rabbitmq-diagnostics -q check_port_connectivity"
NO_ALARM = "rabbitmq-diagnostics -q check_local_alarms"
TOOL = """#!/bin/sh
echo "${0##*/} $*" >> "$ASKED"
! grep -qxF "${0##*/} $*" "$FAILING"
"""


@pytest.fixture
def check(tmp_path: Path):
    """Runs it where these questions are answered with no; its exit code, and what it asked."""
    for name in ("rabbitmqctl", "rabbitmq-diagnostics", "sleep"):
        (tmp_path / name).write_text(TOOL)
        (tmp_path / name).chmod(0o755)

    def run(*failing: str) -> tuple[int, list[str]]:
        (tmp_path / "failing").write_text("".join(f"{line}\n" for line in failing))
        (tmp_path / "asked").write_text("")
        known = {"ASKED": str(tmp_path / "asked"), "FAILING": str(tmp_path / "failing")}
        path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
        code = subprocess.run(["sh", SCRIPT], env=known | path, capture_output=True).returncode
        return code, (tmp_path / "asked").read_text().splitlines()

    return run


def test_a_broker_that_runs_listens_and_keeps_is_healthy(check) -> None:
    assert check() == (0, [RUNS, LISTENS, LIVES])


@pytest.mark.parametrize("failing", [RUNS, LISTENS])
def test_one_that_starts_or_hangs_is_not_healthy_and_not_ended(check, failing: str) -> None:
    code, asked = check(failing, LIVES)
    assert code == 1
    assert HALT not in asked


def test_one_in_alarm_wants_room_and_no_end(check) -> None:
    code, asked = check(LIVES, NO_ALARM)
    assert code == 1
    assert HALT not in asked


def test_one_whose_raft_log_has_given_up_is_ended_after_a_second_look(check) -> None:
    code, asked = check(LIVES)
    assert code == 1
    assert asked == [RUNS, LISTENS, LIVES, NO_ALARM, "sleep 5", LIVES, HALT]
