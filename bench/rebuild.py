"""All read models rebuilt from a long log while people read; then reports over all of it."""

import multiprocessing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import monotonic, process_time

from bench import profiles
from bench.building import build_named
from bench.figures import Figure, at_least, at_most, of_rounds
from bench.filling import fill_logs, settle
from bench.history import EVENTS_OF_TEN
from bench.plan import Plan, say
from bench.readers import reading, reporting
from bench.system import System, servers, system
from bench.usage import spent, usage
from cli.rebuild import shared_out
from kernel.database import connect
from kernel.generations import Result, rebuild
from kernel.group import Group
from kernel.live import Documents
from kernel.subscription import Fetch
from kernel.together import together
from services.analytics.groups import LISTS
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
    """All groups at once, as `./crm rebuild --all` does it; then the lists by themselves."""
    with reading(running, customers) as loads:
        say("rebuild of all groups")
        before, began = usage(running.pids()), monotonic()
        done = shared(shared_out(sorted(GROUPS)), None)
        seconds, total = monotonic() - began, spent(before, usage(running.pids()))
        say(f"rebuild of {LISTS.name}")
        before = usage(running.pids())
        [alone] = shared([LISTS.name], None if plan.quick else folded(plan, LISTS.name))
        used = spent(before, usage(running.pids())) | {"rebuild": alone.cpu}
    events = max(each.events for each in done)  # of all logs: the lists follow all
    total |= {"rebuild": sum(each.cpu for each in done)}
    told = [written, "one round", *(each.told for each in done), cost(total, events)]
    rows = [
        of_rate("rebuild of all read models, compared and switched", events, seconds, told),
        of_rate("rebuild of lists", events, alone.seconds, [alone.told, cost(used, events)]),
    ]
    if not plan.quick:
        profiles.tables(plan, "rebuild", {LISTS.name: folded(plan, LISTS.name)})
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


def shared(names: Sequence[str], profile: Path | None) -> "list[Rebuilt]":
    """Each in a process of its own, as an operator's command is one; `a,b` are two groups."""
    with multiprocessing.get_context("spawn").Pool(len(names)) as pool:
        return pool.map(partial(rebuilt, profile=profile), names, chunksize=1)


@dataclass(frozen=True)
class Rebuilt:
    events: int
    seconds: float  # of the longest build alone
    cpu: float  # seconds of the process, comparing and switching as well
    told: str


def rebuilt(names: str, profile: Path | None) -> Rebuilt:
    groups = [GROUPS[name] for name in names.split(",")]
    began, used = monotonic(), process_time()
    with connect() as client, profiles.of_myself(profile):
        done = together(client, groups, quietly)
    whole = f"{monotonic() - began:.0f} s with comparing and switching"
    same = "the same" if all(each.same for each in done) else "OTHER"
    parked, resident = sum(each.parked for each in done), getrusage(RUSAGE_SELF).ru_maxrss >> 10
    told = f"{names}: {parked} parked, {same} rows as before, {whole}, {resident} MB at most"
    events, seconds = (max(getattr(each, name) for each in done) for name in ("events", "seconds"))
    return Rebuilt(events, seconds, process_time() - used, told)


def quietly(database: Documents, group: Group, fetch: Fetch) -> Result:
    return rebuild(database, group, fetch, lambda text: None)
