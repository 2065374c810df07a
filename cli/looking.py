"""Looks at every process of a place: is it there, does it answer, is it ready, what does it use?"""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cli import broker
from cli.exposition import Sample, parse
from cli.pid import Pid
from cli.running import Running

STARTING = 10.0  # seconds in which a process need not answer yet
SECONDS = 4.0  # that an answer may take: a machine under load is slow, not dead
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Seen:
    """One process. `state`: down, stopped, hung, starting, not ready, ready, running."""

    name: str
    state: str
    why: str = ""
    pid: int | None = None
    restarts: int = 0
    exit: int | str | None = None
    address: str = ""
    up: float | None = None  # seconds
    memory: float | None = None  # bytes, with what it has started
    files: int | None = None  # descriptors that are open, connections among them
    samples: list[Sample] = field(default_factory=list)


def look(found: Running) -> list[Seen]:
    """All of them at once: what does not answer costs four seconds, not four each."""
    pids, sessions = found.pids(), memory_by_session()
    with ThreadPoolExecutor(max(1, len(found.children))) as pool:
        return list(
            pool.map(
                lambda name: seen(name, found.children[name], pids.get(name), sessions),
                found.children,
            )
        )


def seen(
    name: str, child: Mapping[str, Any], pid: Pid | None, sessions: Mapping[int, float]
) -> Seen:
    known = Seen(
        name, "down", restarts=child["restarts"], exit=child["exit"], address=child["address"]
    )
    if pid is None:
        return known
    known = replace(
        known,
        pid=pid.pid,
        up=uptime(pid),
        memory=sessions.get(pid.pid),
        files=open_files(pid.pid),
    )
    if is_stopped(pid.pid):
        return replace(known, state="stopped")
    if not child["health"]:
        return replace(known, state=server_state(name, child["address"]))
    state, why = health(child["health"])
    if state == "hung" and (known.up or 0) < STARTING:
        state = "starting"
    samples = (
        parse(ask(sibling(child["health"], "metrics"))[1])
        if state not in ("hung", "starting")
        else []
    )
    return replace(known, state=state, why=why, samples=samples)


def server_state(name: str, address: str) -> str:
    """A broker is asked to speak; whether the database does shows where its state is read."""
    if name != "broker":
        return "running"
    return "ready" if broker.ready(int(address.rpartition(":")[2])) else "hung"


def health(url: str) -> tuple[str, str]:
    """What /readyz says, and why; `hung` when not even /livez answers."""
    status, body = ask(url)
    if status == 200:
        return "ready", ""
    if not status and ask(sibling(url, "livez"))[0] != 200:
        return "hung", ""
    return "not ready", reason(body)


def reason(body: str) -> str:
    """What fails, with what the process knows of it."""
    with suppress(ValueError, AttributeError):
        told = json.loads(body)
        why = told.get("why", {})
        return "; ".join(
            f"{name}: {why[name]}" if name in why else name for name in told["failing"]
        )
    return ""


def ask(url: str) -> tuple[int, str]:
    """Status and body; status 0 when there was no answer."""
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")
    except (OSError, ValueError):
        return 0, ""


def sibling(url: str, name: str) -> str:
    return url.rpartition("/")[0] + "/" + name


def stat(pid: int | str) -> list[str]:
    """The fields of /proc/PID/stat from the state on; empty when it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text[text.rindex(")") + 2 :].split()


def is_stopped(pid: int) -> bool:
    return stat(pid)[:1] == ["T"]


def uptime(pid: Pid) -> float | None:
    with suppress(OSError, ValueError):
        return float(Path("/proc/uptime").read_text().split()[0]) - pid.ticks / TICKS
    return None


def open_files(pid: int) -> int | None:
    with suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/fd"))
    return None


def memory_by_session() -> dict[int, float]:
    """Resident bytes of each process that leads a session, with all that are in it."""
    found: dict[int, float] = {}
    for entry in os.listdir("/proc"):
        if entry.isdecimal() and (fields := stat(entry)):
            session = int(fields[3])
            found[session] = found.get(session, 0.0) + int(fields[21]) * PAGE
    return found
