"""For commands that work with what runs: its databases, its processes, its kernel commands."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cli.looking import look
from cli.place import ROOT, Place
from cli.running import running
from cli.say import note
from cli.settings import settings
from cli.stack import own_servers

READY_WITHIN = 10.0  # seconds: longer is no start and no failover any more
GOODBYE_SECONDS = 10
WELL = ("ready", "running")

if TYPE_CHECKING:
    from pymongo import MongoClient


def nothing_runs(place: Place, environment: Mapping[str, str]) -> bool:
    """Neither our own database nor one that is given could be looked at."""
    return own_servers(environment)["MONGO_URI"] and running(place) is None


def expect_ready(place: Place, within: float = READY_WITHIN) -> None:
    """What needs all of the system would only wait for the rest of it: say so, and end."""
    until = time.monotonic() + within
    while lacking := not_well(place):
        if time.monotonic() > until:
            raise SystemExit(
                f"crm: not everything is ready: {'; '.join(lacking)}\n"
                "     ./crm status says what to do"
            )
        time.sleep(0.3)


def not_well(place: Place) -> list[str]:
    """Processes that are not ready, each with why."""
    found = running(place)
    seen = look(found) if found else []
    return [f"{one.name} ({one.why or one.state})" for one in seen if one.state not in WELL]


@contextmanager
def databases(place: Place) -> "Iterator[MongoClient[dict[str, Any]]]":
    """A client for the block; what the database refuses is told in one line, with exit code 1."""
    os.environ.update(settings(place, os.environ))
    from pymongo.errors import PyMongoError

    from kernel.database import connect
    from kernel.refusal import Refusal

    client = connect()
    try:
        yield client
    except PyMongoError as error:
        raise SystemExit(f"crm: the database: {str(error).split(', Timeout:')[0]}") from None
    except Refusal as refusal:
        raise SystemExit(f"crm: {refusal}") from None
    finally:
        client.close()


def agreed(question: str, yes: bool) -> bool:
    """Asked at a terminal; anywhere else only `--yes` agrees."""
    if yes:
        return True
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        note("\ncrm: nobody is there to agree; --yes does")
        return False


def kernel(place: Place, *arguments: str) -> int:
    """`kernel.run` in a process of its own, with the settings of what runs; its exit code."""
    environment = {**os.environ, **settings(place, os.environ)}
    argv = [sys.executable, "-m", "kernel.run", *arguments]
    with subprocess.Popen(argv, cwd=ROOT, env=environment) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # it got Ctrl-C as well, and has a lease to give back
            process.wait(GOODBYE_SECONDS)
            raise
