"""People who read while read models are rebuilt, and who ask for reports afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from bench import lists, load, people
from bench.figures import Figure, at_most
from bench.history import customer_id
from bench.load import Load
from bench.plan import Plan
from bench.system import System
from bench.wire import Story, request

REPORT = (at_most("p99", 1_000), at_most("errors", 0))
PAUSE = 0.05  # seconds between two reads of one reader
READERS = 2
REPORTS = {
    "workload": "workload", "workload by month": "workload?by=month", "funnel": "funnel",
    "won-value by product": "won-value?by=product", "win-rate by person": "win-rate?by=person",
    "sales-cycle": "sales-cycle", "due": "due",
}  # fmt: skip


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
                yield request("GET", path, mine, due=monotonic() + PAUSE)

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
