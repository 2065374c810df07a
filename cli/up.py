"""Starting and stopping the system of a place."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cli import readiness, stack
from cli.place import ROOT, Place
from cli.running import Running, read, running, stop, stop_orphans
from cli.say import BOLD, RED, note, paint, say
from cli.stack import Wish

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
        with self.process:
            try:
                yield self
            finally:
                stop(self.place)


def start(place: Place, wish: Wish, attached: bool) -> Started:
    """Start everything and wait until it is ready; ends the program when it does not get so."""
    stack.install_servers(os.environ)
    stop_orphans(place.made())
    plan, settings, ports = stack.prepare(place, wish)
    plan.write(place.plan)
    say(f"starting {len(plan.commands)} processes; logs are in {place.logs}")
    process = spawn(place, settings, attached)
    try:
        checks = readiness.checks(plan, ports)
        taken = readiness.wait(place, checks, lambda: process.poll() is None, READY_WITHIN)
    except BaseException as error:
        stop(place)
        process.wait()
        if isinstance(error, readiness.NotReady):
            raise SystemExit(explain(place, error)) from None
        raise
    say(f"ready after {taken:.1f} s")
    return Started(place, process, settings, dict(plan.addresses))


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


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """One start at a time: who comes second finds it running."""
    with (place.made().folder / "starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def up(place: Place, wish: Wish, detach: bool) -> int:
    """The `up` command."""
    with alone(place):
        if found := running(place):
            say("it is running already (`./crm down` stops it)")
            introduce(found.addresses)
            return 0
        started = start(place, wish, attached=not detach)
    introduce(started.addresses)
    if detach:
        say("`./crm status` watches, `./crm down` stops it")
        return 0
    say("Ctrl-C stops it")
    return stay(started)


def stay(started: Started) -> int:
    """Until Ctrl-C, or until somebody else stops it."""
    with started.held():
        try:
            return started.process.wait()
        except KeyboardInterrupt:
            note("\nstopping")
            return 0


def introduce(addresses: dict[str, str]) -> None:
    url = addresses.get("gateway", "")
    say()
    say(f"  {paint(url, BOLD)}   also /openapi.json /readyz /metrics")
    say()
    say("  first steps:")
    say("    TOKEN=$(./crm token --user ann --role sales)")
    say(f'    curl -H "Authorization: Bearer $TOKEN" {url}/v1/customers')
    say()


def attach(place: Place) -> tuple[Running, bool]:
    """What runs here, started in the background if nothing did; True when it was us."""
    with alone(place):
        if found := running(place):
            return found, False
        start(place, Wish(), attached=False)
    found = running(place)
    if found is None:
        raise SystemExit("crm: it ended as soon as it was ready; see supervisor.log")
    return found, True


@contextmanager
def servers(place: Place) -> Iterator[dict[str, str]]:
    """A broker and a database alone, for the time of the block; yields their settings."""
    with start(place, Wish(processes=False), attached=True).held() as started:
        yield started.settings
