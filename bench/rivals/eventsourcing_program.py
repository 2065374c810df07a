"""Run in the rivals' environment: load, decide and save with `eventsourcing`, in threads.

    python eventsourcing_program.py THREADS EACH

Prints seconds and latencies as JSON. Each thread has an aggregate of its own, which is loaded
anew for every command, as the library does it unless told otherwise.
"""

import json
import sys
from threading import Barrier, Thread
from time import perf_counter
from typing import Any

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Portfolio(Aggregate):  # type: ignore[misc]
    """What a person holds, as our own portfolio."""

    def __init__(self, person: str) -> None:
        self.person = person
        self.held = 0

    @event("HoldingTaken")  # type: ignore[untyped-decorator]
    def take(self, customer_id: str, claimed_on: str) -> None:
        self.held += 1


class Crm(Application):  # type: ignore[misc]
    def open(self, person: str) -> Any:
        portfolio = Portfolio(person)
        self.save(portfolio)
        return portfolio.id

    def take(self, id: Any, customer_id: str) -> None:
        portfolio = self.repository.get(id)
        if portfolio.held >= 10**9:
            raise ValueError("the cap is reached")
        portfolio.take(customer_id, "2026-01-01")
        self.save(portfolio)


def work(crm: Crm, id: Any, each: int, barrier: Barrier, latencies: list[float]) -> None:
    barrier.wait()
    for number in range(each):
        began = perf_counter()
        crm.take(id, f"c.{number}")
        latencies.append(perf_counter() - began)


def main(threads: int, each: int) -> None:
    crm = Crm()
    ids = [crm.open(f"p{number}") for number in range(threads)]
    barrier, latencies = Barrier(threads + 1), list[float]()
    workers = [Thread(target=work, args=(crm, id, each, barrier, latencies)) for id in ids]
    for worker in workers:
        worker.start()
    barrier.wait()
    began = perf_counter()
    for worker in workers:
        worker.join()
    if len(latencies) != threads * each:
        raise SystemExit("a thread has failed")
    print(json.dumps({"seconds": perf_counter() - began, "latencies": latencies}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
