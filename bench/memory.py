"""What each process holds in memory, after one load and after the next."""

from functools import partial

from bench.figures import Figure, at_most
from bench.http import commands, known, reads
from bench.plan import Plan
from bench.system import System, system
from bench.usage import usage
from cli.processes import SERVICES

GOAL = (at_most("size", 150),)
WITHOUT_GOAL = ("broker", "mongo", "epmd")  # servers of others, with caches that we set


def figures(plan: Plan) -> list[Figure]:
    customers = plan.size(whole=60, quick=15)
    with system(plan.folder / "memory") as running:
        before = usage(running.pids())
        ids = known(running, 20)
        looks = plan.repeat("memory", partial(after_load, running, customers, ids))
    found = []
    for name in before:
        sizes = [look[name] for look in looks]
        told = [f"{size:.0f}" for size in (before[name].resident, *sizes)]
        notes = [f"{told[0]} MB when ready, then {', '.join(told[1:])} after each load"]
        goals = () if name in WITHOUT_GOAL else GOAL
        found.append(Figure(f"resident: {name}", {"size": sizes}, goals, notes))
    return sorted(found, key=lambda figure: (figure.what.split()[-1] not in SERVICES, figure.what))


def after_load(running: System, customers: int, ids: list[str]) -> dict[str, float]:
    commands(running, customers)
    reads(running, ids, customers)
    return {name: use.resident for name, use in usage(running.pids()).items()}
