"""How soon what is committed is seen in a read model, and delivered to a subscriber."""

import multiprocessing
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import count
from time import monotonic
from typing import Any

from bench import load, profiles
from bench.figures import Figure, Round, at_most, of_rounds
from bench.load import Load
from bench.people import TURNS, phones, working
from bench.plan import Plan
from bench.system import System, system
from bench.watching import Sights, watch
from bench.wire import Story

RATE = 200  # commands a second
CLIENTS = 64  # enough that none of them is late because another one's answer is
VISIBLE = (at_most("p50", 50), at_most("p99", 250))
DELIVERED = (at_most("p50", 30), at_most("p99", 200))
ROWS = {
    "commit → visible in the lists": ("lists", VISIBLE),
    "commit → visible in the reports": ("reports", VISIBLE),
    "commit → delivered to a subscriber": ("subscriber", DELIVERED),
}


def figures(plan: Plan) -> list[Figure]:
    seconds = plan.size(whole=15, quick=5)
    what = f"lag at {RATE} commands/s"
    with system(plan.folder / "lag") as running:
        offered(running, 2)  # what is done for the first time is slower
        rounds = plan.repeat(what, partial(measured, running, seconds))
        profiles.keep(plan, profiles.busy(running), "lag", partial(offered, running, 3))
    loads = [made for made, _ in rounds]
    found = [
        of_rounds(what, [seen[name] for _, seen in rounds], goals)
        for what, (name, goals) in ROWS.items()
    ]
    notes = [f"{RATE} commands/s were offered", loads[-1].note()]
    return [of_rounds("commands meanwhile", [each.round for each in loads], (), notes), *found]


def measured(running: System, seconds: int) -> tuple[Load, Mapping[str, Round]]:
    """The load, and for each who watches how long every event took to get there."""
    context = multiprocessing.get_context("spawn")
    begun, over = context.Event(), context.Event()
    sights: Any = context.Queue()
    watcher = context.Process(target=watch, args=(begun, over, sights), daemon=True)
    watcher.start()
    begun.wait(30)
    made = offered(running, seconds)
    over.set()
    seen: Sights = sights.get(timeout=60)
    watcher.join()
    return made, {name: Round(made.round.seconds, lags) for name, lags in seen.items()}


def offered(running: System, seconds: int) -> Load:
    """Commands at a steady rate, whether those before have been answered or not."""
    begun, turns, numbers = monotonic() + 0.2, count(), phones()
    customers = RATE * seconds // TURNS // CLIENTS + 1

    def due() -> float:
        return begun + next(turns) / RATE

    stories: Sequence[Story] = [working(customers, numbers, due) for _ in range(CLIENTS)]
    return load.run(running.url, stories)
