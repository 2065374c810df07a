"""Commands that use a running system, or one of their own: load, demo, token, bench, chaos."""

import os
import subprocess
import sys
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

from cli.place import ROOT, Place
from cli.say import say
from cli.secrets import key_settings
from cli.tls import trusting
from cli.up import attach
from cli.working import expect_ready

HOUR = 3600
LONGEST = 31 * 24 * HOUR
OPERATOR = "operator"


def issue(place: Place, user: str, role: str, ttl: int) -> str:
    """A bearer token that this system's gateway accepts."""
    os.environ.update(key_settings(place.made(), os.environ))
    from gateway.tokens import issue as issue_token

    return issue_token(user, role, timedelta(seconds=ttl))


def token(place: Place, user: str, role: str, ttl: int) -> int:
    """Nobody can take one back: what is to last longer is an API key, which can be revoked."""
    if not 1 <= ttl <= LONGEST:
        return wrong(f"--ttl is 1 to {LONGEST} seconds (31 days); for longer there are API keys")
    try:
        say(issue(place, user, role, ttl))
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
    else:
        expect_ready(place)
    os.environ.update(trusting(place))
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
