"""Which process of the stack is at the other end of a connection: asked of the operating system."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

STRANGER = ""
LOOKS = 3  # the table changes while it is read: a line may be missed


class Peers:
    """`status` is the file in which the supervisor publishes its children."""

    def __init__(self, status: str) -> None:
        self.status = Path(status)

    def owner(self, port: int, server: int) -> str:
        """The name of the process that connected from `port` to the local port `server`."""
        for _ in range(LOOKS):
            inode = inode_of(port, server, Path("/proc/net/tcp").read_text())
            for name, pid in self.pids() if inode else ():
                if f"socket:[{inode}]" in open_files(pid):
                    return name
        return STRANGER

    def pids(self) -> Iterator[tuple[str, int]]:
        with suppress(OSError, ValueError):
            for name, child in json.loads(self.status.read_text())["children"].items():
                if child["pid"]:
                    yield name, int(child["pid"]["pid"])


def inode_of(port: int, server: int, table: str) -> str | None:
    """Both ends are asked for: one port may have connections to several servers at a time."""
    here, there = f":{port:04X}", f":{server:04X}"
    for line in table.splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(here) and fields[2].endswith(there):
            return fields[9]
    return None


def open_files(pid: int) -> set[str]:
    """What the file descriptors of a process stand for; empty when it is gone."""
    folder = f"/proc/{pid}/fd"
    found = set()
    with suppress(OSError):
        for number in os.listdir(folder):
            with suppress(OSError):
                found.add(os.readlink(f"{folder}/{number}"))
    return found
