"""End to end over HTTP: commands and reads by id of sixteen clients, and what they cost."""

from collections.abc import Callable
from functools import partial
from itertools import cycle, islice

from bench import load, people, profiles
from bench.figures import Figure, Goal, at_least, at_most, of_rounds
from bench.load import Load
from bench.people import CLIENTS, phones, reading, registering, token, working
from bench.plan import Plan
from bench.system import System, system
from bench.usage import per_operation, spent, usage
from bench.wire import Answer, Request, request

COMMANDS = (at_least("rate", 400), at_most("p99", 150), at_most("errors", 0))
READS = (at_least("rate", 600), at_most("p99", 80), at_most("errors", 0))


def figures(plan: Plan) -> list[Figure]:
    customers = plan.size(whole=60, quick=15)  # of each client
    with system(plan.folder / "http") as running:
        commands(running, 5)  # what is done for the first time is slower
        ids = known(running, 50)
        found = [
            row(plan, running, "HTTP commands, 16 clients", COMMANDS,
                partial(commands, running, customers)),
            row(plan, running, "HTTP commands, 1 client", (),
                partial(commands, running, customers, clients=1)),
            row(plan, running, "HTTP reads by id, 16 clients", READS,
                partial(reads, running, ids, plan.size(whole=250, quick=60))),
        ]  # fmt: skip
        profiles.keep(plan, profiles.busy(running), "http", partial(commands, running, 15))
    return found


def row(
    plan: Plan, running: System, what: str, goals: tuple[Goal, ...], measure: Callable[[], Load]
) -> Figure:
    before = usage(running.pids())
    loads = plan.repeat(what, measure)
    used = spent(before, usage(running.pids()))
    operations = sum(len(each.round.latencies) for each in loads)
    notes = [per_operation(used, operations), loads[-1].note()]
    return of_rounds(what, [each.round for each in loads], goals, notes)


def commands(running: System, customers: int, clients: int = CLIENTS) -> Load:
    numbers = phones()
    return load.run(running.url, [working(customers, numbers) for _ in range(clients)])


def known(running: System, customers: int) -> list[str]:
    """Ids of customers that can be read already."""
    receipts: list[Answer] = []
    load.run(running.url, [registering(customers, receipts)])
    last = receipts[-1].json()
    path = f"/v1/customers/{last['id']}"
    seen = load.run(running.url, [reading([request("GET", path, token(), after=last["position"])])])
    if seen.refused:
        raise RuntimeError(f"what was written could not be read: {seen.note()}")
    return [receipt.json()["id"] for receipt in receipts]


def reads(running: System, ids: list[str], each: int) -> Load:
    mine, turning = people.token(), cycle(ids)

    def asked() -> list[Request]:
        return [request("GET", f"/v1/customers/{id}", mine) for id in islice(turning, each)]

    return load.run(running.url, [reading(asked()) for _ in range(CLIENTS)])
