"""What runs in a place now: read from what its supervisor publishes, and checked by process."""

import json
import signal
import time
from dataclasses import dataclass
from typing import Any

from cli.pid import Pid
from cli.place import Place

PATIENCE = 75.0  # seconds a supervisor may take: it waits for each rank in turn


@dataclass(frozen=True)
class Running:
    supervisor: Pid
    stopping: bool
    addresses: dict[str, str]
    children: dict[str, dict[str, Any]]

    @property
    def alive(self) -> bool:
        return self.supervisor.alive()

    def pids(self) -> dict[str, Pid]:
        """Of the children that live; their numbers alone would prove nothing."""
        known = {
            name: Pid.from_json(child["pid"])
            for name, child in self.children.items()
            if child["pid"]
        }
        return {name: pid for name, pid in known.items() if pid.alive()}


def read(place: Place) -> Running | None:
    """What was published last; its supervisor may be gone by now."""
    try:
        data = json.loads(place.status.read_text())
        supervisor = Pid.from_json(data["supervisor"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Running(supervisor, data["stopping"], data["addresses"], data["children"])


def running(place: Place) -> Running | None:
    """What runs here now, or None."""
    found = read(place)
    return found if found and found.alive else None


def stop(place: Place) -> bool:
    """Stop all that was started here and nothing else; True when there was something."""
    found = read(place)
    if found is None:
        return False
    was = found.alive or bool(found.pids())
    found.supervisor.send(signal.SIGTERM)
    if not gone([found.supervisor], PATIENCE):
        found.supervisor.send(signal.SIGKILL)
    stop_orphans(place)
    return was


def stop_orphans(place: Place) -> None:
    """What a supervisor that was killed has left behind."""
    found = read(place)
    if found is None or found.alive:
        return
    orphans = list(found.pids().values())
    for pid in orphans:
        pid.send_group(signal.SIGTERM)
    gone(orphans, 10)
    for pid in orphans:
        pid.send_group(signal.SIGKILL)


def gone(pids: list[Pid], seconds: float) -> bool:
    """Wait until none of them is alive; False when one still is."""
    deadline = time.monotonic() + seconds
    while any(pid.alive() for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
