"""A supervisor keeps its children alive, and when it goes they go: they and nobody else."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from cli.place import ROOT, Place
from cli.plan import Command, Plan
from cli.ports import free_port
from cli.readiness import answers
from cli.running import running, stop, stop_orphans
from cli.supervisor import OCCUPIED
from tests.integration.cli.probes import (
    STUBBORN,
    WITH_GRANDCHILD,
    child,
    eventually,
    pid_of,
    sleeper,
    written_pid,
)

Supervise = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).made()


@pytest.fixture
def supervise(place: Place) -> Iterator[Supervise]:
    """Starts a supervisor of these commands; stops it afterwards."""
    begun: list[subprocess.Popen[bytes]] = []

    def start(*commands: Command, attached: bool = False) -> "subprocess.Popen[bytes]":
        if commands:
            Plan(commands).write(place.plan)
        argv = [sys.executable, "-m", "cli.supervisor", str(place.folder)]
        process = subprocess.Popen(
            [*argv, "--attached"] if attached else argv,
            cwd=ROOT,
            stdin=subprocess.PIPE if attached else subprocess.DEVNULL,
            start_new_session=True,
        )
        begun.append(process)
        return process

    yield start
    stop(place)
    for process in begun:
        process.wait(20)
        if process.stdin:
            process.stdin.close()


def test_a_killed_child_comes_back(place: Place, supervise: Supervise) -> None:
    supervise(sleeper("customer"))
    first = pid_of(place, "customer")
    first.send(signal.SIGKILL)
    eventually(lambda: child(place, "customer")["restarts"] == 1)
    assert pid_of(place, "customer") != first
    assert not first.alive()


def test_a_child_that_keeps_ending_is_started_less_and_less_often(
    place: Place, supervise: Supervise
) -> None:
    line = ("/bin/sh", "-c", f"date +%s.%N >> {place.folder}/starts")
    supervise(Command("broken", line))
    starts = place.folder / "starts"
    eventually(lambda: starts.exists() and len(starts.read_text().split()) >= 5)
    times = [float(word) for word in starts.read_text().split()]
    gaps = [after - before for before, after in pairwise(times)]
    assert gaps[3] > gaps[0]
    assert gaps[3] >= 1.0


def test_a_command_that_does_not_exist_harms_nobody_else(
    place: Place, supervise: Supervise
) -> None:
    supervise(sleeper("missing", ("/no/such/program",)), sleeper("customer"))
    assert pid_of(place, "customer").alive()
    eventually(lambda: child(place, "missing")["restarts"] >= 1)
    assert "/no/such/program" in child(place, "missing")["exit"]


def test_stopping_takes_grandchildren_along_and_nobody_else(
    place: Place, supervise: Supervise
) -> None:
    written = place.folder / "pid"
    with subprocess.Popen(["sleep", "30"], start_new_session=True) as bystander:
        supervise(Command("shell", WITH_GRANDCHILD, {"PIDFILE": str(written)}))
        grandchild = written_pid(written)
        assert grandchild.alive()
        assert pid_of(place, "shell").alive()  # told after it was started: before, nobody runs
        assert stop(place)
        eventually(lambda: not grandchild.alive())
        assert bystander.poll() is None
        bystander.kill()


def test_what_a_killed_child_leaves_behind_is_killed_before_it_is_started_again(
    place: Place, supervise: Supervise
) -> None:
    written = place.folder / "pid"
    supervise(Command("shell", WITH_GRANDCHILD, {"PIDFILE": str(written)}))
    grandchild = written_pid(written)
    pid_of(place, "shell").send(signal.SIGKILL)
    eventually(lambda: not grandchild.alive())


def test_a_child_that_will_not_go_is_killed_after_its_grace(
    place: Place, supervise: Supervise
) -> None:
    supervise(sleeper("stubborn", STUBBORN, grace=0.5))
    pid = pid_of(place, "stubborn")
    begun = time.monotonic()
    assert stop(place)
    assert not pid.alive()
    assert time.monotonic() - begun < 10


def test_ranks_are_stopped_one_after_the_other(place: Place, supervise: Supervise) -> None:
    def noting(name: str, rank: int) -> Command:
        script = f"trap 'sleep 0.3; echo {name} >> {place.folder}/ends; exit' TERM; "
        script += f"touch {place.folder}/{name}; while :; do sleep 0.05; done"
        return Command(name, ("/bin/sh", "-c", script), rank=rank)

    supervise(noting("mongo", 2), noting("gateway", 0), noting("customer", 1))
    for name in ("mongo", "gateway", "customer"):
        eventually((place.folder / name).exists)
    stop(place)
    assert (place.folder / "ends").read_text().split() == ["gateway", "customer", "mongo"]


def test_an_attached_supervisor_goes_with_its_parent(place: Place, supervise: Supervise) -> None:
    """Closing the pipe is what the parent's death does, however it dies."""
    process = supervise(sleeper("customer"), attached=True)
    pid = pid_of(place, "customer")
    assert process.stdin
    process.stdin.close()
    assert process.wait(20) == 0
    assert not pid.alive()


def test_a_second_supervisor_of_the_same_place_gives_up(place: Place, supervise: Supervise) -> None:
    supervise(sleeper("customer"))
    pid = pid_of(place, "customer")
    assert supervise().wait(20) == OCCUPIED
    assert pid.alive()
    assert running(place)


def test_orphans_of_a_killed_supervisor_are_found_and_stopped(
    place: Place, supervise: Supervise
) -> None:
    process = supervise(sleeper("customer"))
    pid = pid_of(place, "customer")
    process.kill()
    process.wait(20)
    assert running(place) is None
    assert pid.alive()
    stop_orphans(place)
    assert not pid.alive()


def test_a_stale_status_file_kills_nobody(place: Place, supervise: Supervise) -> None:
    """The number of a child that ended may belong to somebody else by now."""
    process = supervise(sleeper("customer"))
    pid = pid_of(place, "customer")
    process.kill()
    process.wait(20)
    time.sleep(0.05)  # what starts within the same hundredth of a second cannot be told apart
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as bystander:
        text = place.status.read_text()
        place.status.write_text(text.replace(f'"pid": {pid.pid},', f'"pid": {bystander.pid},'))
        stop(place)
        assert bystander.poll() is None
        bystander.kill()
    pid.send_group(signal.SIGKILL)
    eventually(lambda: not pid.alive())


def test_a_log_holds_what_all_lives_of_a_process_said(place: Place, supervise: Supervise) -> None:
    supervise(Command("talker", ("/bin/sh", "-c", "echo out; echo err >&2")))
    eventually(lambda: child(place, "talker")["restarts"] >= 2)
    said = place.log("talker").read_text().split()
    assert said.count("out") >= 2
    assert said.count("err") >= 2


ANSWERS = """
import http.server, sys
class Alive(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/livez":
            open(sys.argv[2], "w").close()
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Alive).serve_forever()
"""


def test_a_child_that_hangs_is_started_anew_and_one_that_answers_is_left_alone(
    place: Place, supervise: Supervise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked ten times as often as usual, so that half a minute is three seconds."""
    monkeypatch.setenv("GUANXI_ASK_SECONDS", "0.5")
    ports = {"lists": free_port(), "reports": free_port()}
    supervise(*(answering(name, port, place) for name, port in ports.items()))
    hung, well = pid_of(place, "lists"), pid_of(place, "reports")
    eventually((place.folder / "lists").exists)  # it was asked: silence means something now
    hung.send(signal.SIGSTOP)
    stopped = time.monotonic()
    eventually(lambda: child(place, "lists")["restarts"] == 1, seconds=60)
    assert time.monotonic() - stopped > 2  # a pause is not a hang
    assert not hung.alive()
    assert well.alive()
    assert child(place, "reports")["restarts"] == 0
    eventually(lambda: answers(f"http://127.0.0.1:{ports['lists']}/readyz"))


def answering(name: str, port: int, place: Place) -> Command:
    argv = (sys.executable, "-c", ANSWERS, str(port), str(place.folder / name))
    return Command(name, argv, health=f"http://127.0.0.1:{port}/readyz")
