"""Three servers that replicate, may be kept from it, and whose primary may be killed."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError
from pymongo.write_concern import WriteConcern

from cli.database import server
from cli.ports import free_port
from kernel.database import DURABLE, MAJORITY, connect

NAME = "failover"
# Long enough that a slow machine elects nobody before the kill.
TIMES = {"electionTimeoutMillis": 8_000, "heartbeatIntervalMillis": 500}
SERVES = {"PRIMARY", "SECONDARY"}
PATIENCE = 60.0
Direct = MongoClient[dict[str, Any]]


class Member:
    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir()
        self.address = f"127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [
                *(str(server()), "--dbpath", str(folder), "--port", str(port)),
                *("--bind_ip", "127.0.0.1", "--replSet", NAME, "--nounixsocket", "--quiet"),
                *("--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64"),
                *("--setParameter", "enableTestCommands=1"),
                *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            ],
            stdout=subprocess.DEVNULL,
        )
        self.client: Direct = MongoClient(
            "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=2_000
        )

    @property
    def is_up(self) -> bool:
        with suppress(PyMongoError):
            return bool(self.client.admin.command("ping"))
        return False

    @property
    def is_primary(self) -> bool:
        with suppress(PyMongoError):
            return bool(self.client.admin.command("hello").get("isWritablePrimary"))
        return False

    def fetch(self, mode: str) -> None:
        """`alwaysOn` stops it from fetching what the primary has written, `off` lets it."""
        self.client.admin.command("configureFailPoint", "stopReplProducer", mode=mode)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class ReplicaSet:
    def __init__(self, members: list[Member]) -> None:
        self.members = members
        hosts = ",".join(member.address for member in members)
        self.uri = f"mongodb://{hosts}/?replicaSet={NAME}"

    def initiate(self) -> None:
        listed = [{"_id": n, "host": m.address} for n, m in enumerate(self.members)]
        config = {"_id": NAME, "members": listed, "settings": TIMES}
        until(lambda: all(member.is_up for member in self.members))
        self.members[0].client.admin.command("replSetInitiate", config)
        until(lambda: any(member.is_primary for member in self.members))
        until(lambda: {member["stateStr"] for member in self.status()} == SERVES)

    def status(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.members[0].client.admin.command("replSetGetStatus")[
            "members"
        ]
        return found

    def hold(self) -> None:
        """From now on the primary alone has what is written; majority reads do not see it."""
        with connect(self.uri) as client:
            durable = client["probe"].get_collection(
                "probe", read_concern=MAJORITY, write_concern=DURABLE
            )
            durable.insert_one({"_id": -1})  # a collection that no majority has cannot be read
            for member in self.members:
                if not member.is_primary:
                    member.fetch("alwaysOn")
            alone = durable.with_options(write_concern=WriteConcern(w=1))
            for number in count():  # a fetch that was on its way may still bring one along
                alone.insert_one({"_id": number})
                sleep(0.3)
                if not durable.find_one({"_id": number}):
                    return

    def fail_over(self) -> None:
        """Kill the primary, and wait for the next one, which replicates."""
        [primary] = [member for member in self.members if member.is_primary]
        primary.kill()
        others = [member for member in self.members if member is not primary]
        for member in others:
            member.fetch("off")
        until(lambda: any(member.is_primary for member in others))


@contextmanager
def replica_set(folder: Path) -> Iterator[ReplicaSet]:
    members = [Member(folder / str(number), free_port()) for number in range(3)]
    try:
        made = ReplicaSet(members)
        made.initiate()
        yield made
    finally:
        for member in members:
            member.client.close()
            member.kill()


def until(true: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE
    while not true():
        assert monotonic() < deadline, "it did not happen in time"
        sleep(0.05)
