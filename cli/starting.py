"""Starting a plan under a supervisor and waiting for it; ending that supervisor again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cli import fonts, given, readiness, stack
from cli.place import ROOT, Place
from cli.running import PATIENCE, read, stop_orphans
from cli.say import RED, paint, say
from cli.stack import Wish
from cli.tls import known

READY_WITHIN = 120.0  # seconds, on a slow machine and a first day


@dataclass(frozen=True)
class Started:
    """A supervisor we have started and the settings it runs with."""

    place: Place
    process: "subprocess.Popen[bytes]"
    settings: dict[str, str]
    addresses: dict[str, str]

    @contextmanager
    def held(self) -> Iterator["Started"]:
        """Running during the block; stopped afterwards, however that ends."""
        try:
            yield self
        finally:
            end(self.place, self.process)


def start(place: Place, wish: Wish, attached: bool) -> Started:
    """Start everything and wait until it is ready; ends the program when it does not get so."""
    stack.install_servers(os.environ)
    if wish.processes:
        fonts.wish()
    given.confirm(os.environ)
    stop_orphans(place.made())
    plan, settings, ports = stack.prepare(place, wish)
    plan.write(place.plan)
    say(f"starting {len(plan.commands)} processes; logs are in {place.logs}")
    process = spawn(place, settings, attached)
    try:
        checks = readiness.checks(plan, ports, known(place))
        taken = readiness.wait(place, checks, lambda: process.poll() is None, READY_WITHIN)
    except BaseException as error:
        end(place, process)
        if isinstance(error, readiness.NotReady):
            raise SystemExit(explain(place, error)) from None
        raise
    say(f"ready after {taken:.1f} s")
    return Started(place, process, settings, dict(plan.addresses))


def end(place: Place, process: "subprocess.Popen[bytes]") -> None:
    """Stop our own supervisor, also one that has not published anything yet."""
    with process:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
    stop_orphans(place)


def spawn(place: Place, settings: dict[str, str], attached: bool) -> "subprocess.Popen[bytes]":
    """Our own session: a Ctrl-C reaches us, and the supervisor hears of it from us alone."""
    place.status.unlink(missing_ok=True)
    argv = [sys.executable, "-m", "cli.supervisor", str(place.folder)]
    with place.log("supervisor").open("ab") as log:
        return subprocess.Popen(
            [*argv, "--attached"] if attached else argv,
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=subprocess.PIPE if attached else subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def explain(place: Place, error: readiness.NotReady) -> str:
    """The error with the end of the log of whoever it names."""
    found = read(place)
    named = [name for name in (found.children if found else {}) if name in str(error)]
    lines = [paint(f"crm: {error}", RED)]
    for name in named[:2] or ["supervisor"]:
        lines += [f"--- {place.log(name)}", *readiness.tail(place, name)]
    return "\n".join(lines)
