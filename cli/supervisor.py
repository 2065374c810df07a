"""Keeps the processes of a plan running until it is told to stop: `python -m cli.supervisor`."""

import fcntl
import json
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cli.child import Child
from cli.guards import Guards
from cli.pid import Pid
from cli.place import Place
from cli.plan import Plan

TICK = 0.1  # seconds between two looks at the children
OPEN_FILES = 65_536
OCCUPIED = 3  # exit code: another supervisor has this place


class Supervisor:
    """Starts all children at once; they wait for each other by themselves."""

    def __init__(self, place: Place, plan: Plan) -> None:
        self.place = place
        self.plan = plan
        self.stopping = threading.Event()
        self.children = {
            command.name: Child(command, os.environ, place.log(command.name))
            for command in plan.commands
        }

    def run(self) -> None:
        Guards(self.place, self.children, self.stopping, report).start()
        while not self.stopping.is_set():
            changed = [name for name, child in self.children.items() if self.tend(name, child)]
            if changed:
                self.publish()
            self.stopping.wait(TICK)
        self.stop()

    def tend(self, name: str, child: Child) -> bool:
        changed = child.tend(time.monotonic())
        if changed:
            state = f"started as {child.pid.pid}" if child.pid else f"ended: {child.exit}"
            report(f"{name} {state}")
        child.rotate()
        return changed

    def stop(self) -> None:
        """Rank by rank, the servers last: what is in flight can still be finished."""
        report("stopping")
        self.publish()
        for rank in self.plan.ranks():
            self.stop_together(
                [child for child in self.children.values() if child.command.rank == rank]
            )
        self.publish()
        report("stopped")

    def stop_together(self, children: Iterable[Child]) -> None:
        running = [child for child in children if not child.ended()]
        for child in running:
            child.signal(signal.SIGTERM)
        begun = time.monotonic()
        while running := [child for child in running if not child.ended()]:
            for child in running:
                if time.monotonic() - begun > child.command.grace:
                    child.signal(signal.SIGKILL)
            time.sleep(0.05)

    def publish(self) -> None:
        """What `status` and `down` read; written aside first, so that it is never half there."""
        data: dict[str, Any] = {
            "supervisor": Pid.of(os.getpid()).to_json(),
            "stopping": self.stopping.is_set(),
            "addresses": dict(self.plan.addresses),
            "children": {name: child.to_json() for name, child in self.children.items()},
        }
        aside = self.place.status.with_suffix(".new")
        aside.write_text(json.dumps(data, indent=2) + "\n")
        aside.replace(self.place.status)


def report(text: str) -> None:
    print(time.strftime("%Y-%m-%d %H:%M:%S"), text, flush=True)


def stop_with_parent(stopping: threading.Event) -> None:
    """Our standard input is a pipe that the parent holds: its end is the parent's end."""
    while os.read(0, 1):
        pass
    stopping.set()


def allow_open_files() -> None:
    """Servers want more than the 1,024 that a shell is usually given."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, enough), hard))


def main(folder: str, attached: bool) -> int:
    place = Place(Path(folder)).made()
    with place.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return OCCUPIED
        allow_open_files()
        supervisor = Supervisor(place, Plan.read(place.plan))
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: supervisor.stopping.set())
        if attached:
            watch = threading.Thread(
                target=stop_with_parent, args=(supervisor.stopping,), daemon=True
            )
            watch.start()
        supervisor.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--attached" in sys.argv))
