"""Three shapes of the system under test: the usual one, three database nodes, small disks."""

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from cli import database
from cli.place import Place
from cli.plan import Command, Plan
from cli.ports import free_port

USUAL, REPLICAS, SMALL_DISKS = "usual", "replicas", "small-disks"
NODES = ("mongo-1", "mongo-2", "mongo-3")
SCALE = {"customer": 3, "relay-customer": 2, "lists": 2}
DISK = "3g"
# Waits as long as NAME.hold exists, takes settings from NAME.env, and becomes the real process.
LAUNCH = (
    'while [ -e "$1.hold" ]; do sleep 0.05; done; '
    'if [ -e "$1.env" ]; then . "$1.env"; fi; shift; exec "$@"'
)


@dataclass(frozen=True)
class Servers:
    """Where the database is: for the processes, and for us, who go past the proxy."""

    for_processes: str
    for_us: str
    ready: Callable[[], bool]


def launched(plan: Plan, place: Place) -> Plan:
    """Each process through the launcher, so that a start can be held up or given settings."""
    folder = place.folder / "launch"
    folder.mkdir(exist_ok=True)
    commands = tuple(
        replace(c, argv=("/bin/sh", "-c", LAUNCH, "crm", str(folder / c.name), *c.argv))
        for c in plan.commands
    )
    return replace(plan, commands=commands)


def single(ports: Mapping[str, int], proxied: int) -> Servers:
    """One node. Its set names the proxy's port, so that drivers stay behind the proxy."""
    direct = f"mongodb://127.0.0.1:{ports['mongo']}/?directConnection=true"
    return Servers(database.uri({"mongo": proxied}), direct, lambda: database.ready(proxied))


def three_nodes(plan: Plan, place: Place) -> tuple[Plan, Servers]:
    """The plan with three nodes instead of one, and a set to be made of them."""
    ports = {name: free_port() for name in NODES}
    [usual] = [c for c in plan.commands if c.name == "mongo"]
    others = [c for c in plan.commands if c.name != "mongo"]
    nodes = [node(usual, place, name, port) for name, port in ports.items()]
    hosts = [f"127.0.0.1:{port}" for port in ports.values()]
    uri = f"mongodb://{','.join(hosts)}/?replicaSet={database.SET}"
    return replace(plan, commands=(*others, *nodes)), Servers(uri, uri, lambda: whole(hosts))


def node(usual: Command, place: Place, name: str, port: int) -> Command:
    folder = place.folder / name
    folder.mkdir(exist_ok=True)
    argv = list(usual.argv)
    argv[argv.index("--dbpath") + 1] = str(folder)
    argv[argv.index("--port") + 1] = str(port)
    return replace(usual, name=name, argv=tuple(argv), address=f"127.0.0.1:{port}")


def whole(hosts: list[str]) -> bool:
    """True once there is a primary and all others follow it."""
    try:
        with MongoClient[Any](
            hosts[0], directConnection=True, serverSelectionTimeoutMS=1000
        ) as client:
            try:
                found = client.admin.command("replSetGetStatus")
            except OperationFailure:
                client.admin.command("replSetInitiate", configuration(hosts))
                return False
            states = sorted(member["stateStr"] for member in found["members"])
            return states == ["PRIMARY", "SECONDARY", "SECONDARY"]
    except PyMongoError:
        return False


def configuration(hosts: list[str]) -> dict[str, Any]:
    members = [{"_id": number, "host": host} for number, host in enumerate(hosts)]
    return {
        "_id": database.SET, "members": members, "settings": {"electionTimeoutMillis": 2000}
    }  # fmt: skip


def small_disks(place: Place) -> list[Path]:
    """A tmpfs of its own for each server; raises SystemExit where that is not permitted."""
    folders = [place.folder / name for name in ("mongo", "broker")]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.path.ismount(folder):
            mount(folder, "-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs")
    return folders


def mount(folder: Path, *options: str) -> None:
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, text=True)
    if done.returncode:
        raise PermissionError(f"no small disk can be mounted here: {done.stderr.strip()}")
