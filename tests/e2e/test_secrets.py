"""Of a whole system at work: secrets are where they belong, and nowhere else."""

import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from cli.place import Place
from cli.running import running
from tests.e2e.api import Api
from tests.e2e.conftest import System


@pytest.fixture
def place(system: System) -> Place:
    return Place(system.run_dir)


def used(system: System) -> dict[str, str]:
    """Secrets that just went through the system, in right places and in wrong ones."""
    root = Api(system.url, system.token("operator", "admin"))
    made = root.do("/v1/api-keys", {"name": "secretive", "role": "sales"})
    password, token, wrong = (f"marked-{what}-{uuid4().hex}" for what in ("pw", "token", "place"))
    anybody = Api(system.url, None)
    tried = anybody.post("/v1/sign-in", {"login": uuid4().hex, "password": password})
    odd = anybody.post("/v1/sign-in", {"login": "x", "password": [wrong]})
    assert tried.status_code in (401, 429), tried.text  # others may have tried from this address
    assert odd.status_code in (400, 422), odd.text
    assert password not in tried.text
    assert wrong not in odd.text
    assert Api(system.url, token).get("/v1/me").status_code == 401
    assert Api(system.url, made["key"]).get("/v1/me").status_code == 200
    return {"an API key": made["key"].rpartition("_")[2], "a password": password,
            "a token": token, "a field of a wrong kind": wrong}  # fmt: skip


def kept(place: Place) -> dict[str, str]:
    """Those that the system was started with."""
    return {file.name: file.read_text().strip() for file in place.secrets.iterdir()}


def told(place: Place) -> Iterator[tuple[str, str]]:
    """All that the system wrote for people to read."""
    for file in (*place.logs.iterdir(), place.plan, place.status, place.state):
        yield file.name, file.read_text(errors="replace")
    found = running(place)
    assert found
    for name, pid in found.pids().items():
        yield f"arguments of {name}", Path(f"/proc/{pid.pid}/cmdline").read_text()


def test_no_secret_is_in_a_log_a_plan_or_an_argument(system: System, place: Place) -> None:
    secrets = kept(place) | used(system)
    assert {"BROKER_PASSWORD", "GUANXI_TOKEN_KEY", "GUANXI_ADMIN_PASSWORD"} <= secrets.keys()
    written = list(told(place))
    assert len(written) > 20
    for where, text in written:
        assert [name for name, secret in secrets.items() if secret in text] == [], where


def test_what_holds_a_secret_is_its_owners_alone(place: Place) -> None:
    holding = [*place.secrets.iterdir(), place.folder / "broker" / "rabbitmq.conf"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in holding} == {0o600}
    for folder in (place.folder, place.secrets, place.logs):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0, folder
