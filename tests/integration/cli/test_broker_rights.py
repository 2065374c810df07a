"""Every process works with the rights of its own user of the broker, as in docker-compose.yml."""

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
import yaml

from cli import readiness
from cli.place import ROOT, Place
from cli.plan import Command, Plan
from cli.running import stop
from cli.stack import Wish, prepare
from cli.starting import spawn
from cli.tasks import issue
from deploy.rabbitmq.definitions import USERS, definitions

PASSWORDS = {user.name: f"password-of-{user.name}" for user in USERS}


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Place]]:
    """The whole system, each process as the user that docker-compose.yml gives it."""
    for name in ("AMQP_URI", "MONGO_URI"):
        monkeypatch.delenv(name, raising=False)
    place = Place(tmp_path).made()
    plan, settings, ports = prepare(place, Wish(port=0))
    load_users(place)
    users = users_of_processes()
    commands = tuple(as_user(command, users, ports["amqp"]) for command in plan.commands)
    plan = Plan(commands, plan.addresses)
    plan.write(place.plan)
    with spawn(place, settings, attached=True) as process:
        try:
            checks = readiness.checks(plan, ports)
            readiness.wait(place, checks, lambda: process.poll() is None, 110)
            yield plan.addresses["gateway"], place
        finally:
            stop(place)


def load_users(place: Place) -> None:
    users = place.folder / "definitions.json"
    users.write_text(json.dumps(definitions(PASSWORDS)))
    with (place.folder / "broker" / "rabbitmq.conf").open("a") as configuration:
        configuration.write(f"load_definitions = {users}\n")


def users_of_processes() -> dict[str, str]:
    said = subprocess.run(["docker-compose", "config"], cwd=ROOT, capture_output=True, check=True)
    services = yaml.safe_load(said.stdout)["services"]
    return {
        name: service["environment"]["AMQP_URI"].removeprefix("amqp://").partition(":")[0]
        for name, service in services.items()
        if "AMQP_URI" in service.get("environment", {})
    }


def as_user(command: Command, users: dict[str, str], port: int) -> Command:
    if command.name not in users:
        return command
    user = users[command.name]
    uri = f"amqp://{user}:{PASSWORDS[user]}@127.0.0.1:{port}/%2F"
    return replace(command, environment={**command.environment, "AMQP_URI": uri})


def test_a_customer_goes_all_the_way_with_least_rights(gateway: tuple[str, Place]) -> None:
    """Calls, relays, subscriptions, reactions and projections: all of them use the broker."""
    url, place = gateway
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {issue(place, 'ann', 'sales', 600)}"
    made = session.post(f"{url}/v1/customers", json={"name": "Least Rights Ltd"}, timeout=20)
    assert made.status_code == 201, made.text
    path = f"{url}/v1/customers/{made.json()['id']}"
    assert eventually(session, path, "stage", "claimed")  # a reaction of pipeline's
    answer = session.post(
        f"{path}/follow-ups", json={"channel": "phone", "outcome": "reached"}, timeout=20
    )
    assert answer.ok, answer.text
    assert eventually(session, path, "contact_status", "followed_up")
    assert "access_refused" not in place.log("broker").read_text()


def eventually(session: requests.Session, path: str, field: str, value: str) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        answer = session.get(path, timeout=20)
        if answer.ok and answer.json().get(field) == value:
            return True
        time.sleep(0.1)
    return False
