"""A process is known by its start, not by its number."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from cli.pid import Pid, start_ticks


@pytest.fixture
def sleeper():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def test_a_running_process_is_alive(sleeper: "subprocess.Popen[bytes]") -> None:
    assert Pid.of(sleeper.pid).alive()


def test_an_ended_process_is_not_alive_even_before_it_is_reaped(
    sleeper: "subprocess.Popen[bytes]",
) -> None:
    pid = Pid.of(sleeper.pid)
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
    assert not pid.alive()


def test_the_same_number_with_another_start_is_somebody_else(
    sleeper: "subprocess.Popen[bytes]",
) -> None:
    pid = Pid.of(sleeper.pid)
    for other in (replace(pid, ticks=pid.ticks - 1), replace(pid, boot="another")):
        assert not other.alive()
        other.send(signal.SIGKILL)
        other.send_group(signal.SIGKILL)
    assert sleeper.poll() is None


def test_a_group_is_signalled_only_through_its_leader(sleeper: "subprocess.Popen[bytes]") -> None:
    """The sleeper is in our own group: a signal to that group would end this test."""
    Pid.of(sleeper.pid).send_group(signal.SIGKILL)
    assert sleeper.poll() is None


def test_a_number_that_nobody_has_started_never() -> None:
    assert start_ticks(2**22 + 1) == 0


def test_a_pid_survives_json() -> None:
    pid = Pid.of(os.getpid())
    assert Pid.from_json(pid.to_json()) == pid
