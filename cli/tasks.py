"""Commands that work on a running system: load, demo, rebuild, lag, token, bench, chaos."""

import os
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from cli import broker, database
from cli.place import ROOT, Place
from cli.ports import remembered
from cli.running import Running, running, stop
from cli.say import say
from cli.secrets import key_settings
from cli.stack import own_servers
from cli.up import attach

HOUR = 3600
GOODBYE_SECONDS = 10
OPERATOR = "operator"


def settings(place: Place, environment: Mapping[str, str]) -> dict[str, str]:
    """What a process of the running system was given: keys and addresses of the servers."""
    known = key_settings(place.made(), environment)
    ports, own = remembered(place.state), own_servers(environment)
    if own["AMQP_URI"] and "amqp" in ports:
        known["AMQP_URI"] = broker.uri(place, ports)
    if own["MONGO_URI"] and "mongo" in ports:
        known["MONGO_URI"] = database.uri(ports)
    return known


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
    if not source.exists():
        raise SystemExit(f"crm: there is no {source}")
    url, bearer = client(place)
    if what == "leads":
        from cli.load import leads

        return leads.run(url, bearer, source, region)
    from cli.load import crm_sales

    return crm_sales.run(url, bearer, source)


def demo(place: Place) -> int:
    from cli.demo import run

    url, bearer = client(place)
    return run(url, bearer)


def lag(place: Place) -> int:
    if any(own_servers(os.environ).values()) and running(place) is None:
        say("nothing runs here; `./crm up` starts it")
        return 3
    return kernel(place, "lag")


def bench(place: Place, sections: list[str], rounds: int) -> int:
    """On a system of its own, started anew: nobody's data are measured or made more."""
    own = Place(place.made().folder / "bench")
    stop(own)
    shutil.rmtree(own.folder, ignore_errors=True)
    with while_running(own) as found:
        os.environ["GUANXI_URL"] = found.addresses["gateway"]
        return python(own, "-m", "bench", *sections, "--rounds", str(rounds))


def chaos(asked: Namespace) -> int:
    """On systems of its own. In a session of its own too: it is told to stop once, and by us."""
    given = {name: getattr(asked, name) for name in ("rounds", "seed", "only", "keep")}
    options = [f"--{name}={value}" for name, value in given.items() if value is not None]
    command = [sys.executable, "-m", "tests.chaos", *options, *["--short"] * asked.short]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            raise


def rebuild(place: Place, models: list[str]) -> int:
    """Rebuild the groups that hold these read models, or all of them; stops at a failure."""
    groups = groups_of(models)
    with while_running(place):
        for group in groups:
            say(f"rebuilding {group}")
            if code := kernel(place, "rebuild", group):
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
