"""A whole system of the contests' own: two processes of each contested service, small limits."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from pymongo.database import Database

from cli.place import ROOT, Place
from cli.running import running
from cli.secrets import secret_file
from cli.settings import settings
from gateway.keys import ring_of
from kernel.database import connect, service_database
from tests.contests.client import Client

HOLDING_CAP = 40
CLAIMS_PER_DAY = 25
LIMITS = {
    "GUANXI_HOLDING_CAP": str(HOLDING_CAP),
    "GUANXI_CLAIMS_PER_DAY": str(CLAIMS_PER_DAY),
}
OTHERS = ("AMQP_URI", "MONGO_URI", "AMQP_URI_FILE", "MONGO_URI_FILE", "GUANXI_PREFIX")
SCALE = ("--scale", "customer=2", "--scale", "pipeline=2")

Document = dict[str, Any]


@dataclass(frozen=True)
class Company:
    url: str
    place: Place
    clients: list[Client] = field(default_factory=list)

    def client(self, person: str, role: str = "sales") -> Client:
        """One connection of that person; every call makes another."""
        self.clients.append(Client(self.url, person, self.token(person, role)))
        return self.clients[-1]

    def go_home(self) -> None:
        """After a contest: everybody hangs up."""
        while self.clients:
            self.clients.pop().close()

    def people(self, number: int) -> list[Client]:
        """Salespeople who have claimed nothing yet."""
        return [self.client(f"contest-{uuid4().hex[:12]}") for _ in range(number)]

    def boss(self) -> Client:
        return self.client("contest-boss", "manager")

    def token(self, person: str, role: str) -> str:
        key = secret_file(self.place, "GUANXI_TOKEN_KEY").read_text().strip()
        now = datetime.now(UTC)
        until = now + timedelta(hours=4)
        claims = {"sub": person, "role": role, "aud": "guanxi", "iat": now, "exp": until}
        return ring_of(key).sign(claims, typ="at+jwt")

    @contextmanager
    def database(self, service: str) -> Iterator[Database[Document]]:
        """Where a service keeps its log: the checkers read it behind the program's back."""
        client = connect(settings(self.place, {})["MONGO_URI"])
        try:
            yield service_database(client, service)
        finally:
            client.close()

    def log(self, service: str) -> list[Document]:
        with self.database(service) as database:
            return list(database["log"].find().sort("_id"))


@contextmanager
def company(folder: Path) -> Iterator[Company]:
    """Started by `./crm up` in that folder, and stopped again."""
    try:
        crm(folder, "up", "--detach", "--port", "0", *SCALE)
        found = running(Place(folder))
        assert found, "it ended as soon as it was ready"
        made = Company(found.addresses["gateway"], Place(folder))
        yield made
        made.go_home()
    finally:
        crm(folder, "down")


def crm(folder: Path, *arguments: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if name not in OTHERS}
    done = subprocess.run(
        [sys.executable, str(ROOT / "crm"), *arguments],
        env={**inherited, **LIMITS, "GUANXI_RUN_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
