"""Waiting until everything answers, and saying how far it is."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress

from cli import database
from cli.greeting import speaks
from cli.place import Place
from cli.plan import Plan
from cli.ports import is_free
from cli.running import read
from cli.say import GREEN, paint, say
from cli.tls import Tls

Check = Callable[[], bool]
TOO_OFTEN = 6  # starts of one process before we stop believing in it


class NotReady(Exception):
    """Which processes did not get ready, and why we think so."""


def checks(plan: Plan, ports: Mapping[str, int], tls: Tls | None = None) -> dict[str, Check]:
    """How to ask each process of a plan whether it is ready."""
    known: dict[str, Check] = {}
    for command in plan.commands:
        if command.name == "broker":
            known["broker"] = lambda address=command.address: speaks(address)  # type: ignore[misc]
        elif command.name == "mongo":
            known["mongo"] = lambda: database.ready(ports["mongo"], tls)
        elif command.name == "epmd":
            known["epmd"] = lambda: not is_free(ports["epmd"])
        elif command.health:
            known[command.name] = lambda url=command.health: answers(url)  # type: ignore[misc]
    return known


def answers(url: str, seconds: float = 2.0) -> bool:
    with suppress(OSError), urllib.request.urlopen(url, timeout=seconds) as answer:
        return bool(answer.status == 200)
    return False


def wait(place: Place, waiting: Mapping[str, Check], alive: Check, seconds: float) -> float:
    """Seconds it took until all were ready; raises NotReady."""
    begun = time.monotonic()
    left = dict(waiting)
    while left:
        for name in [name for name, check in left.items() if check()]:
            del left[name]
            taken = time.monotonic() - begun
            done = f"{len(waiting) - len(left)}/{len(waiting)}"
            say(f"  {paint('ready', GREEN)} {done:>6}  {name:<18} {taken:5.1f} s")
        if not alive():
            raise NotReady("the supervisor ended; see supervisor.log")
        if time.monotonic() - begun > seconds:
            raise NotReady(f"not ready after {seconds:.0f} s: {', '.join(left)}")
        if failing := failing_child(place, left):
            raise NotReady(f"{failing} ends again and again")
        time.sleep(0.2)
    return time.monotonic() - begun


def failing_child(place: Place, names: Mapping[str, Check]) -> str | None:
    found = read(place)
    children = found.children if found and found.alive else {}
    for name in names:
        if name in children and children[name]["restarts"] >= TOO_OFTEN:
            return name
    return None


def tail(place: Place, name: str, lines: int = 15) -> list[str]:
    """The last lines of a log."""
    with suppress(OSError):
        return place.log(name).read_text(errors="replace").splitlines()[-lines:]
    return []
