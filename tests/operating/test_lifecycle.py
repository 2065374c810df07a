"""The life of a system as an operator sees it: up, down, killed parts, Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from cli.pid import Pid
from tests.e2e.api import Api
from tests.e2e.conftest import ROOT, System, crm, environment


@pytest.fixture
def run_dir(tmp_path: Path) -> Any:
    yield tmp_path / "run"
    crm(tmp_path / "run", "down")


def eventually(holds: Callable[[], Any], seconds: float = 90, pause: float = 0.1) -> Any:
    deadline = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(pause)
    return answer


def start(run_dir: Path, *arguments: str) -> System:
    said = crm(run_dir, "up", "--detach", *arguments).stdout
    [line] = [line for line in said.splitlines() if "/openapi.json" in line]
    return System(line.split()[0], run_dir)


def register(system: System, name: str) -> str:
    answer = requests.post(
        f"{system.url}/v1/customers", json={"name": name}, headers=bearer(system), timeout=20
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def name_of(system: System, id: str) -> str | None:
    answer = requests.get(f"{system.url}/v1/customers/{id}", headers=bearer(system), timeout=20)
    return answer.json()["name"] if answer.ok else None


def bearer(system: System) -> dict[str, str]:
    return {"Authorization": f"Bearer {system.token('ann', 'sales')}"}


def pids(run_dir: Path) -> dict[str, Pid]:
    published = json.loads((run_dir / "status.json").read_text())
    found = {name: child["pid"] for name, child in published["children"].items()}
    found["supervisor"] = published["supervisor"]
    return {name: Pid.from_json(pid) for name, pid in found.items() if pid}


def test_data_survives_down_and_up_beside_another_system(system: System, run_dir: Path) -> None:
    ours = start(run_dir, "--port", "0", "--scale", "customer=2", "relay-customer=2")
    assert ours.url != system.url
    id = register(ours, "Lives On Ltd")
    assert eventually(lambda: name_of(ours, id)) == "Lives On Ltd"
    assert name_of(system, id) is None
    assert {"customer.2", "relay-customer.2"} <= set(pids(run_dir))
    crm(run_dir, "down")
    again = start(run_dir)
    assert again.url == ours.url
    assert eventually(lambda: name_of(again, id)) == "Lives On Ltd"
    assert register(system, "The other one still works")


def test_ctrl_c_stops_everything_that_up_started_and_nothing_else(
    system: System, run_dir: Path
) -> None:
    run_dir.mkdir()
    with (run_dir / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "crm"), "up", "--port", "0"],
            env=environment(run_dir),
            stdout=output,
            start_new_session=True,
        )
    said = run_dir / "output"
    eventually(lambda: b"Ctrl-C" in said.read_bytes())
    assert re.search(rb"http://127\.0\.0\.1:\d+", said.read_bytes())
    started = pids(run_dir)
    assert len(started) == 16
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert [name for name, pid in started.items() if pid.alive()] == []
    assert register(system, "The other one still works")


@pytest.mark.parametrize("name", ["customer", "relay-customer", "lists", "broker", "mongo"])
def test_a_killed_part_comes_back_and_work_goes_on(system: System, name: str) -> None:
    """kill -9, as the kernel does it when memory runs out."""
    before = pids(system.run_dir)[name]
    os.killpg(before.pid, signal.SIGKILL)

    def back() -> bool:
        now = pids(system.run_dir).get(name)
        return now is not None and now != before and well(system)

    eventually(back, pause=1.0)  # the command that is asked takes as long itself
    id = eventually(lambda: attempt(lambda: register(system, f"After {name}")))
    assert eventually(lambda: attempt(lambda: name_of(system, id))) == f"After {name}"


def well(system: System) -> bool:
    command = [sys.executable, str(ROOT / "crm"), "status"]
    done = subprocess.run(command, env=environment(system.run_dir), capture_output=True)
    return done.returncode == 0


def attempt(work: Callable[[], Any]) -> Any:
    """While a server is coming back, a call may fail; an operator would try again."""
    try:
        return work()
    except (AssertionError, requests.RequestException):
        return None


def test_lag_and_status_speak_of_a_running_system_and_a_token_opens_it(system: System) -> None:
    assert "gateway" in system.crm("status").stdout
    token = system.crm("token", "--user", "ann", "--role", "sales", "--ttl", "60").stdout.strip()
    assert Api(system.url, token).read("/v1/me")["user"] == "ann"
    assert "analytics.lists" in system.crm("lag").stdout


def test_up_on_a_running_system_says_where_it_is(system: System) -> None:
    assert system.url in system.crm("up").stdout
