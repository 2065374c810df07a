"""A system of our own under test: started, watched, harmed and stopped."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from cli import broker, readiness, stack, starting
from cli.pid import Pid
from cli.place import ROOT, Place
from cli.plan import Plan
from cli.ports import free_port
from cli.running import read, stop_orphans
from cli.stack import Wish
from tests.chaos import shapes
from tests.chaos.links import Links
from tests.chaos.until import until

SETTINGS = {
    "GUANXI_HOLDING_CAP": "30", "GUANXI_CLAIMS_PER_DAY": "1000000",
    "GUANXI_WEBHOOK_ALLOW": "http,private",
}  # fmt: skip
THEIRS = ("AMQP_URI", "MONGO_URI", "AMQP_URI_FILE", "MONGO_URI_FILE", "GUANXI_PREFIX")
READY_SECONDS = 150.0


class Stack:
    """The processes by name, and everything that a fault may do to them."""

    def __init__(self, place: Place, shape: str) -> None:
        self.place = place.made()
        self.shape = shape
        self.disks = shapes.small_disks(place) if shape == shapes.SMALL_DISKS else []
        plan, settings, self.ports = stack.prepare(place, Wish(0, shapes.SCALE))
        self.url = plan.addresses["gateway"]
        self.amqp = settings["AMQP_URI"]  # past the proxy
        self.links, proxied = self._proxy()
        plan, servers = self._servers(plan, proxied["mongo"])
        settings["AMQP_URI"] = broker.uri(place, {"amqp": proxied["broker"]})
        settings["MONGO_URI"] = servers.for_processes
        self.mongo_uri = servers.for_us
        self.settings = settings | SETTINGS
        self.addresses = {command.name: command.address for command in plan.commands}
        shapes.launched(plan, place).write(place.plan)
        self.checks = readiness.checks(plan, self.ports) | {"mongo": servers.ready}

    def start(self) -> None:
        self.process = self._spawn()
        alive = lambda: self.process.poll() is None  # noqa: E731
        try:
            readiness.wait(self.place, self.checks, alive, READY_SECONDS)
        except BaseException as error:
            self.stop()
            if isinstance(error, readiness.NotReady):
                raise SystemExit(starting.explain(self.place, error)) from None
            raise
        self.mongo: MongoClient[dict[str, Any]] = MongoClient(
            self.mongo_uri, tz_aware=True, serverSelectionTimeoutMS=15_000, socketTimeoutMS=15_000
        )

    def stop(self) -> None:
        starting.end(self.place, self.process)
        self.links.close()
        for disk in self.disks:
            subprocess.run(["umount", "-l", str(disk)], check=False)

    def pids(self) -> dict[str, Pid]:
        found = read(self.place)
        return found.pids() if found else {}

    def ours(self) -> list[int]:
        """All processes that take time from the machine on our behalf."""
        others = (os.getpid(), self.process.pid, self.links.process.pid)
        return [*others, *(pid.pid for pid in self.pids().values())]

    def pid(self, name: str) -> Pid:
        """Of the process that runs under this name now; waits for one that is being restarted."""
        return until(lambda: self.pids().get(name), 15, f"{name} does not run")

    def signal(self, name: str, number: signal.Signals) -> None:
        self.pid(name).send_group(number)

    def kill(self, name: str) -> None:
        self.signal(name, signal.SIGKILL)

    def named(self, *kinds: str) -> list[str]:
        """All processes of a kind: customer, customer.2, …"""
        found = read(self.place)
        names = sorted(found.children) if found else []
        return [name for name in names if name.split(".")[0] in kinds]

    def launch_file(self, name: str, ending: str) -> Path:
        return self.place.folder / "launch" / f"{name}.{ending}"

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Killed, and not started again during the block."""
        hold = self.launch_file(name, "hold")
        hold.touch()
        before = self.pid(name)
        before.send_group(signal.SIGKILL)
        try:
            until(lambda: not before.alive(), 10, f"{name} does not die")
            yield
        finally:
            hold.unlink()

    def ready(self, name: str) -> bool:
        return self.checks[name]()

    def database(self, service: str) -> Any:
        from kernel.database import service_database

        return service_database(self.mongo, service)

    def _proxy(self) -> tuple[Links, dict[str, int]]:
        servers = {"broker": self.ports["amqp"], "mongo": self.ports["mongo"]}
        proxied: dict[str, int] = {}
        for name in servers:
            proxied[name] = free_port([*self.ports.values(), *proxied.values()])
        lines = {name: (proxied[name], port) for name, port in servers.items()}
        return Links(self.place.status, lines, self.place.log("proxy")), proxied

    def _servers(self, plan: Plan, proxied: int) -> tuple[Plan, shapes.Servers]:
        if self.shape == shapes.REPLICAS:
            return shapes.three_nodes(plan, self.place)
        return plan, shapes.single(self.ports, proxied)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        stop_orphans(self.place)
        self.place.status.unlink(missing_ok=True)
        inherited = {name: value for name, value in os.environ.items() if name not in THEIRS}
        with self.place.log("supervisor").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.supervisor", str(self.place.folder)],
                cwd=ROOT,
                env={**inherited, **self.settings},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
