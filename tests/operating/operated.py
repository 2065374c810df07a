"""What an operator does with a system: commands that may fail, its status, a look into its rows."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import requests
from pymongo import MongoClient

from cli import database
from cli.place import Place
from cli.ports import remembered
from tests.e2e.conftest import ROOT, System, environment


def run(system: System, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command that may fail; nobody sits at its terminal."""
    return subprocess.run(
        [sys.executable, str(ROOT / "crm"), *arguments],
        env=environment(system.run_dir), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def status(system: System) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(system, "status", "--json").stdout)
    return found


def eventually(holds: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(1.0)  # most ask by a command, which takes a second of both processors itself
    return answer


def ask(system: System, method: str, path: str, **body: Any) -> requests.Response:
    bearer = {"Authorization": f"Bearer {system.token('boss', 'manager')}"}
    url = f"{system.url}{path}"
    return requests.request(method, url, json=body or None, headers=bearer, timeout=20)


def register(system: System, name: str) -> dict[str, Any]:
    answer = ask(system, "POST", "/v1/customers", name=name)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def mongo(system: System) -> "MongoClient[dict[str, Any]]":
    uri = database.uri(remembered(Place(system.run_dir).state))
    return MongoClient(uri)
