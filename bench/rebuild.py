"""All read models rebuilt from a long log while people read; then reports over all of it."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import Any

from bench import lists, load, people
from bench.building import build_named
from bench.figures import Figure, Round, at_least, at_most, of_rounds
from bench.filling import fill_logs, settle
from bench.history import EVENTS_OF_TEN, customer_id
from bench.load import Load, Story
from bench.plan import Plan, say
from bench.system import System, servers, system
from kernel.database import connect, service_database
from kernel.generations import rebuild
from kernel.remote_feed import RemoteFeed
from kernel.rpc import RpcClient
from kernel.settings import amqp_uri
from services.groups import GROUPS

FAST = (at_least("rate", 20_000),)
READS = (at_most("errors", 0),)
REPORT = (at_most("p99", 1_000), at_most("errors", 0))
PAUSE = 0.05  # seconds between two reads of one reader
READERS = 2
REPORTS = {
    "workload": "workload", "workload by month": "workload?by=month", "funnel": "funnel",
    "won-value by product": "won-value?by=product", "win-rate by person": "win-rate?by=person",
    "sales-cycle": "sales-cycle", "due": "due",
}  # fmt: skip


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
        found = rebuilding(running, customers, sum(heads.values()), written)
        return found + reporting(plan, running, f"{sum(heads.values()):,} events")


def rebuilding(running: System, customers: int, events: int, written: str) -> list[Figure]:
    """Group after group, as `./crm rebuild --all` does it."""
    rounds: dict[str, Round] = {}
    notes: dict[str, str] = {}
    with reading(running, customers) as loads:
        for name in GROUPS:
            say(f"rebuild of {name}")
            rounds[name], notes[name] = apart(rebuilt, name)
    total = sum(each.seconds for each in rounds.values())
    whole = of_rate("rebuild of all read models", events, total, [written])
    rows = [of_rate(f"rebuild of {name}", len(r.latencies), r.seconds, [notes[name]])
            for name, r in rounds.items()]  # fmt: skip
    read = of_rounds("reads meanwhile", [loads[0].round], READS, [loads[0].note()])
    return [whole, *rows, read]


def of_rate(what: str, events: int, seconds: float, notes: list[str]) -> Figure:
    told = [f"{seconds:.0f} s", *notes]
    return Figure(what, {"rate": [events / seconds]}, FAST, told)


def apart(work: Any, *arguments: Any) -> Any:
    """In a process of its own, as an operator's command is one."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def rebuilt(name: str) -> tuple[Round, str]:
    group, calls = GROUPS[name], RpcClient(amqp_uri())
    began = monotonic()
    with connect() as client:
        database = service_database(client, group.service)
        done = rebuild(database, group, RemoteFeed(calls), lambda text: None)
    calls.close()
    told = f"{done.events:,} events, {done.parked} parked, {'the same' if done.same else 'OTHER'}"
    whole = f"{monotonic() - began:.0f} s with comparing and switching"
    return Round(done.seconds, range(done.events)), f"{told} rows as before, {whole}"


@contextmanager
def reading(running: System, customers: int) -> Iterator[list[Load]]:
    """People who read during the block; what came of it is in the list afterwards."""
    over, loads = Event(), list[Load]()
    mine = people.token("manager")
    paths = [f"/v1/customers/{customer_id(n * customers // 20)}" for n in range(20)]
    paths += ["/v1/customers", "/v1/reports/workload?by=month"]

    def read() -> Story:
        while not over.is_set():
            for path in paths:
                yield load.request("GET", path, mine, due=monotonic() + PAUSE)

    def run() -> None:
        loads.append(load.run(running.url, [read() for _ in range(READERS)]))

    thread = Thread(target=run)
    thread.start()
    try:
        yield loads
    finally:
        over.set()
        thread.join()


def reporting(plan: Plan, running: System, size: str) -> list[Figure]:
    manager = people.token("manager")
    return [
        lists.answered(
            plan, running, f"report {name}, {size}", f"/v1/reports/{path}", manager, REPORT
        )
        for name, path in REPORTS.items()
    ]
