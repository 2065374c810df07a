"""Finding a customer: the duplicate check and the one box, as the number of customers grows."""

from collections.abc import Iterator
from functools import partial
from time import monotonic
from typing import Any

from bench import described as made
from bench import lists, load, people
from bench.building import build, local
from bench.figures import Figure, of_rounds
from bench.load import Load
from bench.plan import Plan, say
from bench.seed import fill
from bench.sought import Kind, kinds
from bench.system import System, servers, system
from bench.usage import per_operation, settle, spent, usage
from bench.wire import request
from kernel.database import connect, service_database
from kernel.mongo import MongoLog
from kernel.settings import setting
from services.analytics.groups import LISTS
from services.customer.heard import HEARD

SIZES = (10_000, 100_000, 1_000_000)
NEEDED = ("customer", "analytics", "gateway")


def figures(plan: Plan) -> list[Figure]:
    return [
        figure for size in plan.size(whole=SIZES, quick=SIZES[:1]) for figure in of_size(plan, size)
    ]


def of_size(plan: Plan, size: int) -> Iterator[Figure]:
    folder = plan.folder / "finding"
    with servers(folder), connect() as client:
        written(client, size)
    with system(folder, NEEDED, keep=True) as running:
        say(f"finding, {size:,} customers: others catch up")
        settle(running.pids())
        for name, kind in kinds(size).items():
            yield one(plan, running, f"{name}, {size:,} customers", kind)


def written(client: Any, size: int) -> None:
    """A log, and both read models folded from it in bulk."""
    say(f"finding, {size:,} customers are written")
    log = MongoLog(service_database(client, "customer"), "customer")
    log.create_indexes()
    fill(log.collection, made.described(range(size), setting("GUANXI_IDENTITY_KEY").encode()))
    for group in (LISTS, HEARD):
        say(f"finding, {group.name} of {size:,} customers")
        upto = dict.fromkeys(group.sources, 0) | {"customer": log.head()}
        build(group, local(client, {"customer": log}), upto)
    client.admin.command("fsync")  # so that nothing of the filling is left to do


def one(plan: Plan, running: System, what: str, kind: Kind) -> Figure:
    """One request after another, of one client: what one person waits for."""
    before = usage(running.pids())
    seconds = plan.size(whole=2.0, quick=1.0)
    loads = plan.repeat(what, partial(asked, running.url, kind, seconds))
    used = spent(before, usage(running.pids()))
    notes = [per_operation(used, sum(len(each.round.latencies) for each in loads))]
    notes += [loads[-1].note()] if any(each.refused for each in loads) else []
    return of_rounds(what, [each.round for each in loads], kind.goals, notes)


def asked(url: str, kind: Kind, seconds: float) -> Load:
    made = request(kind.method, kind.path, people.token(kind.role), kind.body)
    return load.run(url, [lists.until(monotonic() + seconds, made)])
