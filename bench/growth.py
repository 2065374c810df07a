"""How cost grows with the number of customers: what a command does, a rebuild, lists and search.

A log of its own for each size, all there at once, and every round visits all of them: whatever
else slows the machine down for a while slows all sizes down alike.
"""

from collections.abc import Mapping, Sequence
from time import process_time
from typing import Any

from bench import lists
from bench.building import build, local
from bench.desk import OPERATIONS, Desk
from bench.figures import Figure, Round, at_most, drift, of_rounds
from bench.history import registered
from bench.plan import Plan, say
from bench.seed import fill
from bench.system import System, servers
from bench.usage import usage
from kernel.database import connect, service_database
from kernel.mongo import MongoLog
from kernel.settings import setting
from services.analytics.groups import LISTS

SIZES = (1_000, 10_000, 100_000, 1_000_000)
EACH = 100  # operations of a round, one after the other
FLAT = (at_most("drift", 25),)
CHECK = (at_most("p99", 30),)
LINEAR_FROM = 10_000  # customers; below that there is nothing to measure
Rounds = Mapping[tuple[str, int], list[Round]]  # by operation and size


def figures(plan: Plan) -> list[Figure]:
    sizes = plan.size(whole=SIZES, quick=SIZES[:3])
    folder = plan.folder / "growth"
    with servers(folder) as running, connect() as client:
        logs = {size: filled(client, size, size == sizes[-1]) for size in sizes}
        client.admin.command("fsync")  # so that nothing of the filling is left to do
        found = flat(sizes, *visited(plan, running, logs))
        found.append(linear(client, logs))
    return found + lists.figures(plan, folder, f"{sizes[-1]:,} customers", sizes[-1])


def filled(client: Any, size: int, largest: bool) -> MongoLog:
    """The largest is where the services look for it."""
    say(f"growth, {size:,} customers are written")
    name = "customer" if largest else f"customer_{size}"
    log = MongoLog(service_database(client, name), "customer")
    log.create_indexes()
    fill(log.collection, registered(range(size), setting("GUANXI_IDENTITY_KEY").encode()))
    return log


def visited(
    plan: Plan, running: System, logs: Mapping[int, MongoLog]
) -> tuple[Rounds, dict[tuple[str, int], float]]:
    """The rounds, and seconds of CPU, ours and the database's, that one operation took."""
    secret = setting("GUANXI_IDENTITY_KEY").encode()
    desks = {size: Desk(log, secret, size) for size, log in logs.items()}
    rounds: dict[tuple[str, int], list[Round]] = {}
    used: dict[tuple[str, int], float] = {}
    for number in range(plan.rounds + 1):
        say(f"growth, operations, round {number} of {plan.rounds}")
        for place in ((name, size) for name in OPERATIONS for size in logs):
            before = cpu(running)
            done = desks[place[1]].work(place[0], EACH)
            if number:  # what is done for the first time is slower
                used[place] = (cpu(running) - before) / EACH
                rounds.setdefault(place, []).append(done)
    return rounds, used


def cpu(running: System) -> float:
    return process_time() + usage({"mongo": running.pids()["mongo"]})["mongo"].cpu


def flat(
    sizes: Sequence[int], rounds: Rounds, used: Mapping[tuple[str, int], float]
) -> list[Figure]:
    """A row for each operation: how far its medians at the sizes lie from their mean."""
    found = []
    for name in OPERATIONS:
        p50 = [[each.percentile(0.5) for each in rounds[name, size]] for size in sizes]
        drifts = [drift(of_one_round) for of_one_round in zip(*p50, strict=True)]
        told = ", ".join(
            f"{size:,}: {sorted(of_size)[len(of_size) // 2]:.2f} ms ({1000 * used[name, size]:.2f})"
            for size, of_size in zip(sizes, p50, strict=True)
        )
        what = f"{name}, drift over {sizes[0]:,} to {sizes[-1]:,} customers"
        found.append(Figure(what, {"drift": drifts}, FLAT, [f"p50 (and CPU) at {told}"]))
    largest = f"duplicate check at {sizes[-1]:,} customers"
    return [*found, of_rounds(largest, rounds["check", sizes[-1]], CHECK)]


def linear(client: Any, logs: Mapping[int, MongoLog]) -> Figure:
    """The lists built from each log; those of the largest stay."""
    rates = {}
    for size, log in logs.items():
        say(f"growth, lists of {size:,} customers")
        client.drop_database(service_database(client, LISTS.service))
        fetch = local(client, {"customer": log})
        upto = dict.fromkeys(LISTS.sources, 0) | {"customer": log.head()}
        rates[size] = build(LISTS, fetch, upto)
    told = ", ".join(f"{size:,} customers: {rate:,.0f} events/s" for size, rate in rates.items())
    drifts = [drift([rate for size, rate in rates.items() if size >= LINEAR_FROM])]
    return Figure("rebuild of the lists, drift of its rate", {"drift": drifts}, FLAT, [told])
