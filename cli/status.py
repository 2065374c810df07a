"""What the operator looks at: `status`, `logs`, `down`."""

import subprocess
from typing import Any

from cli.place import Place
from cli.readiness import answers
from cli.running import Running, read, running, stop
from cli.say import BOLD, GREEN, RED, YELLOW, paint, say


def status(place: Place) -> int:
    """A table of processes; exit code 0 when all are well, 1 when not, 3 when nothing runs."""
    found = running(place)
    if found is None:
        say("nothing runs here; `./crm up` starts it")
        return 3
    say(paint(f"{'process':<18} {'health':<10} {'pid':>8} {'restarts':>8}  address", BOLD))
    states = [line(found, name, child) for name, child in found.children.items()]
    for name, address in found.addresses.items():
        say(f"{name}: {address}")
    say(f"logs: {place.logs}")
    return 0 if all(states) else 1


def line(found: Running, name: str, child: dict[str, Any]) -> bool:
    """Print one process; True when it is well."""
    pid = found.pids().get(name)
    health, colour = judge(pid is not None, child["health"])
    number = pid.pid if pid else "-"
    painted = paint(f"{health:<10}", colour)
    say(f"{name:<18} {painted} {number:>8} {child['restarts']:>8}  {child['address']}")
    return colour == GREEN


def judge(alive: bool, health: str) -> tuple[str, str]:
    if not alive:
        return "down", RED
    if health and not answers(health):
        return "not ready", YELLOW
    return ("ready" if health else "running"), GREEN


def logs(place: Place, name: str, lines: int, follow: bool) -> int:
    """The end of a log, and what is added to it."""
    known = sorted(path.stem for path in place.logs.glob("*.log"))
    if name not in known:
        say(f"no log of {name!r}; there are: {', '.join(known) or 'none yet'}")
        return 2
    command = ["tail", "-n", str(lines), *(["-F"] if follow else []), str(place.log(name))]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0


def down(place: Place) -> int:
    found = read(place)
    if found and (found.alive or found.pids()):
        say(f"stopping {len(found.pids())} processes")
    say("stopped; the data stays" if stop(place) else "nothing runs here")
    return 0
