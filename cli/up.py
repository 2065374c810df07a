"""Bringing the system of a place up: in the foreground, in the background, or as needed."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.place import Place
from cli.running import Running, running
from cli.say import BOLD, note, paint, say
from cli.secrets import first_password
from cli.stack import Wish
from cli.starting import Started, start
from cli.tls import known


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
            if wish.port is not None or wish.scale or wish.tls is not None:
                note("crm: it is running already: --port, --scale, --tls change nothing any more;")
                note("     ./crm down, then up again")
                return 1
            say("it is running already (`./crm down` stops it)")
            introduce(place, found.addresses)
            return 0
        password = first_password(place, os.environ)
        started = start(place, wish, attached=not detach)
    introduce(place, started.addresses, password)
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


def introduce(place: Place, addresses: dict[str, str], password: Path | None = None) -> None:
    """With the password of the first administrator, where it has just been made."""
    url = addresses.get("gateway", "")
    say()
    say(f"  {paint(url, BOLD)}   also /openapi.json /readyz /metrics")
    say()
    if password is not None:
        login = os.environ.get("GUANXI_ADMIN_LOGIN", "admin")
        say(f"  the first administrator: {login} / {paint(password.read_text().strip(), BOLD)}")
        say("  told this once; at the first sign-in it is exchanged for one of your own")
        say()
    say("  first steps:")
    say("    TOKEN=$(./crm token --user ann --role sales)")
    tls = known(place)
    trust = f"--cacert {tls.ca} " if tls else ""
    say(f'    curl {trust}-H "Authorization: Bearer $TOKEN" {url}/v1/customers')
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
def servers(place: Place, tls: bool | None = None) -> Iterator[dict[str, str]]:
    """A broker and a database alone, for the time of the block; yields their settings."""
    with start(place, Wish(tls=tls, processes=False), attached=True).held() as started:
        yield started.settings
