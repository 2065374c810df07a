"""Looking at processes from outside, with a deadline."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cli.pid import Pid
from cli.place import Place
from cli.plan import Command

SLEEP = (sys.executable, "-c", "import time; time.sleep(600)")
STUBBORN = (
    *(sys.executable, "-c"),
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)",
)
WITH_GRANDCHILD = ("/bin/sh", "-c", 'sleep 600 & echo $! > "$PIDFILE"; wait')


def eventually(holds: Callable[[], Any], seconds: float = 20) -> Any:
    """What `holds` answers as soon as it is true; fails at the deadline."""
    deadline = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return answer


def sleeper(name: str, argv: tuple[str, ...] = SLEEP, grace: float = 10) -> Command:
    return Command(name, argv, grace=grace)


def child(place: Place, name: str) -> dict[str, Any]:
    """What the supervisor last published of a child."""
    try:
        found: dict[str, Any] = json.loads(place.status.read_text())["children"][name]
    except (OSError, KeyError):
        return {"pid": None, "restarts": 0}
    return found


def pid_of(place: Place, name: str) -> Pid:
    return Pid.from_json(eventually(lambda: child(place, name)["pid"]))


def written_pid(path: Path) -> Pid:
    eventually(lambda: path.exists() and path.read_text().strip())
    return Pid.of(int(path.read_text()))
