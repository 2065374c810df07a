"""One whole system for all end-to-end tests: started by `./crm up`, used by HTTP alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e import tokens
from tests.e2e.loaded import boss, crm_sales, lead_file, leads

__all__ = ["boss", "crm_sales", "lead_file", "leads"]  # fixtures of every test here

ROOT = Path(__file__).resolve().parent.parent.parent
OWN_SERVERS = ("AMQP_URI", "MONGO_URI", "AMQP_URI_FILE", "MONGO_URI_FILE", "GUANXI_PREFIX")


@dataclass(frozen=True)
class System:
    """A running system: `system.url`, `system.token("ann", "sales")`, `system.crm("lag")`."""

    url: str
    run_dir: Path

    def token(self, user: str, role: str) -> str:
        return tokens.token(self, user, role)

    def crm(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command of the one script against this system; fails the test when it fails."""
        return crm(self.run_dir, *arguments)


def crm(run_dir: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [sys.executable, str(ROOT / "crm"), *arguments],
        env=environment(run_dir),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def environment(run_dir: Path) -> dict[str, str]:
    """Ours without servers or keys of somebody else: the system brings its own."""
    inherited = {name: value for name, value in os.environ.items() if name not in OWN_SERVERS}
    ours = {"GUANXI_RUN_DIR": str(run_dir), "GUANXI_WEBHOOK_ALLOW": "http,private"}
    return inherited | ours


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("system")) as started:
        yield started


@contextmanager
def running(run_dir: Path) -> Iterator[System]:
    try:
        started = crm(run_dir, "up", "--detach", "--port", "0")
        [line] = [line for line in started.stdout.splitlines() if "/openapi.json" in line]
        yield System(line.split()[0], run_dir)
    finally:
        crm(run_dir, "down")
