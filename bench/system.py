"""Systems that exist for the bench alone: begun with nothing, stopped whatever happens."""

import os
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from cli import readiness, stack
from cli.place import Place
from cli.plan import Plan
from cli.running import read, stop
from cli.secrets import KEYS
from cli.stack import Wish
from cli.starting import READY_WITHIN, end, explain, spawn
from gateway.limits import USUAL

SERVERS = ("epmd", "broker", "mongo")
# Nobody's servers and nobody's settings but our own: a bench writes millions of rows.
FOREIGN = (
    "AMQP_URI", "MONGO_URI", "GUANXI_PREFIX", "GUANXI_HOLDING_CAP", "GUANXI_CLAIMS_PER_DAY",
    "GUANXI_WARN_KEYS", "GUANXI_REVEALS_PER_DAY", "GUANXI_MASKED_FIELDS", "GUANXI_REJECTS_DAYS",
)  # fmt: skip
# Counted like everybody, and never refused: one client is as many as a machine can bear.
UNLIMITED = " ".join(f"{name}=100000000/60" for name in USUAL)


@dataclass(frozen=True)
class System:
    place: Place
    url: str  # of the gateway

    def pids(self) -> dict[str, int]:
        found = read(self.place)
        return {name: pid.pid for name, pid in found.pids().items()} if found else {}


def disown() -> None:
    """Forget what the environment says of servers and settings; one set of keys for this run."""
    for name in (*FOREIGN, *KEYS):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.update({name: secrets.token_hex(32) for name in KEYS})
    os.environ["GUANXI_RATE_LIMITS"] = UNLIMITED


@contextmanager
def system(
    folder: Path, wanted: Collection[str] | None = None, keep: bool = False
) -> Iterator[System]:
    """All processes, or the servers and those wanted; `keep` goes on with the data there."""
    place = Place(folder)
    stop(place)
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    stack.install_servers(os.environ)
    plan, settings, ports = stack.prepare(place.made(), Wish(port=0))
    plan = Plan(tuple(c for c in plan.commands if needed(c.name, wanted)), plan.addresses)
    plan.write(place.plan)
    process = spawn(place, settings, attached=True)
    try:
        try:
            with redirect_stdout(StringIO()):
                checks = readiness.checks(plan, ports)
                readiness.wait(place, checks, lambda: process.poll() is None, READY_WITHIN)
        except readiness.NotReady as error:
            raise SystemExit(explain(place, error)) from None
        with environment(settings):
            yield System(place, plan.addresses.get("gateway", ""))
    finally:
        end(place, process)


def needed(name: str, wanted: Collection[str] | None) -> bool:
    return wanted is None or name in SERVERS or name in wanted


@contextmanager
def servers(folder: Path, keep: bool = False) -> Iterator[System]:
    """A broker and a database alone."""
    with system(folder, (), keep) as found:
        yield found


@contextmanager
def environment(settings: Mapping[str, str]) -> Iterator[None]:
    """What the system's processes were given, for the time of the block."""
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
