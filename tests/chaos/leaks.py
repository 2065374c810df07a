"""What every process holds on to: memory, open files, threads; before and after all rounds."""

import os
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import reduce
from pathlib import Path

from tests.chaos.checks.stored import Finding
from tests.chaos.faults.primary import is_primary
from tests.chaos.shapes import NODES
from tests.chaos.stack import Stack

PAGE = os.sysconf("SC_PAGE_SIZE")
MEMORY = 60_000_000  # bytes by which a process may have grown
SERVERS_MEMORY = 800_000_000  # caches of a database and of a broker fill with the data
FILES = 40  # likewise open files and connections
THREADS = 30
SERVERS = ("mongo", "broker")
NODE = "mongo ("


@dataclass(frozen=True)
class Held:
    memory: int
    files: int
    threads: int
    greenlets: int = 0

    def most(self, other: "Held") -> "Held":
        return Held(*(max(a, b) for a, b in zip(astuple(self), astuple(other), strict=True)))


def held(stack: Stack) -> dict[str, Held]:
    """By name of process; one that is just being restarted is left out.

    Nodes of one set go by what they are now: whoever is primary has the connections, and after a
    failover that is another one.
    """
    found: dict[str, Held] = {}
    for name, pid in stack.pids().items():
        with suppress(OSError):
            one = look(f"/proc/{pid.pid}", greenlets(stack, name))
            as_what = role(name, stack.addresses[name])
            found[as_what] = found[as_what].most(one) if as_what in found else one
    return found


def role(name: str, address: str, leads: Callable[[str], bool] = is_primary) -> str:
    """mongo-2 is the primary or one of the others; all others are who they are."""
    if name not in NODES:
        return name
    return f"{NODE}primary)" if leads(address) else f"{NODE}secondary)"


def look(folder: str, greenlets: int) -> Held:
    """Raises OSError when the process is gone."""
    memory = int(Path(f"{folder}/statm").read_text().split()[1]) * PAGE
    files, threads = os.listdir(f"{folder}/fd"), os.listdir(f"{folder}/task")
    return Held(memory, len(files), len(threads), greenlets)


def greenlets(stack: Stack, name: str) -> int:
    """If the process counts them."""
    port = stack.ports.get(name)
    if port is None or name.startswith((*SERVERS, "epmd")):
        return 0
    with suppress(OSError, ValueError):
        url = f"http://127.0.0.1:{port}/metrics"
        for line in urllib.request.urlopen(url, timeout=2).read().decode().splitlines():
            if line.startswith("guanxi_greenlets"):
                return int(float(line.split()[-1]))
    return 0


def allowed_for(name: str, before: dict[str, Held]) -> Held:
    """A node that has led keeps what its clients do not use any more, until they tidy up."""
    if not name.startswith(NODE):
        return before[name]
    return reduce(Held.most, (held for role, held in before.items() if role.startswith(NODE)))


def leaks(before: dict[str, Held], after: dict[str, Held]) -> list[Finding]:
    found: list[Finding] = []
    for name in sorted(before.keys() & after.keys()):
        was, now = allowed_for(name, before), after[name]
        memory = SERVERS_MEMORY if name.startswith(SERVERS) else MEMORY
        for what, allowed in (("memory", memory), ("files", FILES), ("threads", THREADS)):
            grown = getattr(now, what) - getattr(was, what)
            if grown > allowed:
                found.append(f"leak: {name} has {grown} more of {what} than at the beginning")
        if now.greenlets > was.greenlets + 50:
            found.append(f"leak: {name} has {now.greenlets} greenlets, {was.greenlets} before")
    return found
