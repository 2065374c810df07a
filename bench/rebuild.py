"""All read models rebuilt from a long log while people read; then reports over all of it."""

import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from bench import profiles
from bench.building import build_named
from bench.figures import Figure, at_least, at_most, of_rounds
from bench.filling import fill_logs, settle
from bench.history import EVENTS_OF_TEN
from bench.plan import Plan, say
from bench.readers import reading, reporting
from bench.system import System, servers, system
from bench.usage import spent, usage
from kernel.database import connect, service_database
from kernel.generations import rebuild
from kernel.local_feed import LocalFeed
from services.groups import GROUPS

FAST = (at_least("rate", 20_000),)
UNHURT = (at_most("errors", 0),)


def figures(plan: Plan) -> list[Figure]:
    events = plan.size(whole=1_000_000, quick=60_000)
    customers = events * 10 // EVENTS_OF_TEN
    folder = plan.folder / "rebuild"
    with servers(folder):
        began = monotonic()
        say(f"rebuild, {events:,} events are written")
        heads = fill_logs(customers)
        written = f"{sum(heads.values()):,} events were written in {monotonic() - began:.0f} s"
        say("rebuild, the read models of before")
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            pool.map(build_named, GROUPS, chunksize=1)
        settle(heads)
    with system(folder, keep=True) as running:
        found = rebuilding(plan, running, customers, written)
        return found + reporting(plan, running, f"{sum(heads.values()):,} events")


def rebuilding(plan: Plan, running: System, customers: int, written: str) -> list[Figure]:
    """Group after group, as `./crm rebuild --all` does it."""
    done: dict[str, Rebuilt] = {}
    costs: dict[str, str] = {}
    with reading(running, customers) as loads:
        for name in GROUPS:
            say(f"rebuild of {name}")
            before = usage(running.pids())
            done[name] = apart(rebuilt, name, None if plan.quick else folded(plan, name))
            used = spent(before, usage(running.pids())) | {"rebuild": done[name].cpu}
            costs[name] = cost(used, done[name].events)
    total = sum(each.seconds for each in done.values())
    events = max(each.events for each in done.values())  # of all logs: the lists follow all
    rows = [of_rate("rebuild of all read models", events, total, [written, "one round"])]
    rows += [
        of_rate(f"rebuild of {name}", each.events, each.seconds, [each.told, costs[name]])
        for name, each in done.items()
    ]
    if not plan.quick:
        profiles.tables(plan, "rebuild", {name: folded(plan, name) for name in GROUPS})
    return [*rows, of_rounds("reads meanwhile", [loads[0].round], UNHURT, [loads[0].note()])]


def folded(plan: Plan, name: str) -> Path:
    return plan.folder / f"rebuild-{name}.folded"


def cost(seconds: Mapping[str, float], events: int) -> str:
    each = {name: 1e6 * used / events for name, used in seconds.items()}
    told = ", ".join(f"{name} {each[name]:.0f}" for name in each if each[name] >= 1)
    return f"{sum(each.values()):.0f} µs of CPU for each event: {told}"


def of_rate(what: str, events: int, seconds: float, notes: list[str]) -> Figure:
    told = [f"{events:,} events in {seconds:.0f} s", *notes]
    return Figure(what, {"rate": [events / seconds]}, FAST, told)


def apart(work: Any, *arguments: Any) -> Any:
    """In a process of its own, as an operator's command is one."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


@dataclass(frozen=True)
class Rebuilt:
    events: int
    seconds: float  # of the build alone
    cpu: float  # seconds of the process, comparing and switching as well
    told: str


def rebuilt(name: str, profile: Path | None) -> Rebuilt:
    group = GROUPS[name]
    began, used = monotonic(), process_time()
    with connect() as client, profiles.of_myself(profile):
        database = service_database(client, group.service)
        done = rebuild(database, group, LocalFeed(client), lambda text: None)
    whole = f"{monotonic() - began:.0f} s with comparing and switching"
    same = "the same" if done.same else "OTHER"
    told = f"{done.parked} parked, {same} rows as before, {whole}"
    return Rebuilt(done.events, done.seconds, process_time() - used, told)
