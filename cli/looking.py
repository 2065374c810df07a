"""Looks at every process of a place: is it there, does it answer, is it ready, what does it use?"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from cli.exposition import Sample, parse
from cli.greeting import speaks
from cli.pid import Pid
from cli.proc import is_stopped, memory_by_session, open_files, uptime
from cli.running import Running

STARTING = 10.0  # seconds in which a process need neither answer nor be ready
SLOW = 60.0  # seconds in which it may still be at what it does first
FRESH = 20.0  # seconds until it has taken over the leases of the one before
SECONDS = 4.0  # that an answer may take: a machine under load is slow, not dead


@dataclass(frozen=True)
class Seen:
    """One process. `state`: down, stopped, hung, starting, not ready, ready, running."""

    name: str
    state: str
    why: str = ""
    pid: int | None = None
    restarts: int = 0
    failures: int = 0  # ends that nobody had asked for
    exit: int | str | None = None
    address: str = ""
    up: float | None = None  # seconds
    memory: float | None = None  # bytes, with what it has started
    files: int | None = None  # descriptors that are open, connections among them
    samples: list[Sample] = field(default_factory=list)

    @property
    def fresh(self) -> bool:
        return self.state == "starting" or (self.up is not None and self.up < FRESH)


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
        name, state_of_none(child), restarts=child["restarts"], failures=child.get("failures", 0),
        exit=child["exit"], address=child["address"],
    )  # fmt: skip
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
        return replace(known, state=server_state(name, child["address"], known.up))
    state, why = health(child["health"])
    state = begun(state, why, known.up)
    samples = (
        parse(ask(sibling(child["health"], "metrics"))[1])
        if state not in ("hung", "starting")
        else []
    )
    return replace(known, state=state, why=why, samples=samples)


def state_of_none(child: Mapping[str, Any]) -> str:
    """One that has ended well was asked to, and is started anew within a second."""
    return "starting" if child["exit"] == 0 else "down"


def begun(state: str, why: str, up: float | None) -> str:
    """What is not ready is starting, as long as that may take."""
    age = up or 0.0
    young = age < STARTING or (why == "started" and age < SLOW)
    return "starting" if young and state in ("hung", "not ready") else state


def server_state(name: str, address: str, up: float | None) -> str:
    """A broker is asked to speak; whether the database does shows where its state is read."""
    if name != "broker":
        return "running"
    answers = speaks(address)
    return "ready" if answers else begun("hung", "started", up)


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
