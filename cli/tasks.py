"""Commands that work on a running system: load, demo, rebuild, lag, token, bench, chaos."""

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from cli.place import ROOT, Place
from cli.running import Running, stop
from cli.say import say
from cli.secrets import key_settings
from cli.settings import settings
from cli.up import attach

HOUR = 3600
GOODBYE_SECONDS = 10
OPERATOR = "operator"


def issue(place: Place, user: str, role: str, ttl: int) -> str:
    """A bearer token that this system's gateway accepts."""
    os.environ.update(key_settings(place.made(), os.environ))
    from gateway.tokens import issue as issue_token

    return issue_token(user, role, timedelta(seconds=ttl))


def token(place: Place, user: str, role: str, ttl: int) -> int:
    try:
        say(issue(place, user, role, ttl))
    except OverflowError:
        return wrong("--ttl goes beyond the calendar")
    except ValueError as error:
        return wrong(str(error))
    return 0


def wrong(what: str) -> int:
    """What the manual calls wrong usage."""
    print(f"crm: {what}", file=sys.stderr)
    return 2


def client(place: Place) -> tuple[str, str]:
    """Address and an administrator's token; starts the system when it does not run."""
    found, ours = attach(place)
    if ours:
        say("started in the background; `./crm down` stops it")
    return found.addresses["gateway"], issue(place, OPERATOR, "admin", 12 * HOUR)


def load(place: Place, what: str, source: Path, region: str) -> int:
    """The input is read before anything is started for it."""
    from cli.load import crm_files, crm_sales, lead_rows, leads
    from cli.load.tables import Unreadable

    try:
        (lead_rows.read if what == "leads" else crm_files.read)(source)
    except (Unreadable, OSError) as error:
        return wrong(str(error))
    if what == "leads" and not known_region(region):
        return wrong(f"no region {region!r}: two letters, such as US or CN")
    url, bearer = client(place)
    if what == "leads":
        return leads.run(url, bearer, source, region)
    return crm_sales.run(url, bearer, source)


def known_region(region: str) -> bool:
    """Whose phone numbers can be read."""
    from phonenumbers import SUPPORTED_REGIONS

    return region in SUPPORTED_REGIONS


def demo(place: Place) -> int:
    from cli.demo import run

    url, bearer = client(place)
    return run(url, bearer)


def bench(place: Place, arguments: list[str]) -> int:
    """On systems of its own; nobody's data are measured or made more."""
    place.made()
    argv = [sys.executable, "-m", "bench", *arguments]
    os.chdir(ROOT)
    os.execve(sys.executable, argv, {**os.environ, "GUANXI_RUN_DIR": str(place.folder)})


def chaos(asked: Namespace) -> int:
    """On systems of its own. In a session of its own too: it is told to stop once, and by us."""
    given = {name: getattr(asked, name) for name in ("rounds", "seed", "only", "keep", "clients")}
    options = [f"--{name}={value}" for name, value in given.items() if value is not None]
    command = [sys.executable, "-m", "tests.chaos", *options, *["--short"] * asked.short]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            raise


def rebuild(place: Place, models: list[str], back: bool = False) -> int:
    """Rebuild the groups that hold these read models, or all of them; stops at a failure.

    With `back` the generation before becomes live again, caught up.
    """
    groups = groups_of(models)
    with while_running(place):
        for group in groups:
            say(f"switching {group} back" if back else f"rebuilding {group}")
            if code := kernel(place, "switch-back" if back else "rebuild", group):
                return code
    return 0


def groups_of(models: list[str]) -> list[str]:
    """Names of groups; a read model stands for the group it is folded in."""
    from services.groups import GROUPS

    homes: dict[str, set[str]] = {name: {name} for name in GROUPS}
    for name, group in GROUPS.items():
        for projection in group.projections:  # each service has an `owner` of its own
            homes.setdefault(projection.name, set()).add(name)
    if unknown := [model for model in models if model not in homes]:
        raise SystemExit(f"no read model {', '.join(unknown)}; there are: {', '.join(homes)}")
    return sorted({name for model in models for name in homes[model]}) or sorted(GROUPS)


@contextmanager
def while_running(place: Place) -> Iterator[Running]:
    """The system runs during the block; if we started it, it is stopped afterwards."""
    found, ours = attach(place)
    try:
        yield found
    finally:
        if ours:
            stop(place)


def kernel(place: Place, *arguments: str) -> int:
    return python(place, "-m", "kernel.run", *arguments)


def python(place: Place, *arguments: str) -> int:
    environment = {**os.environ, **settings(place, os.environ)}
    with subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # it got Ctrl-C as well, and has a lease to give back
            process.wait(GOODBYE_SECONDS)
            raise
