"""Lists and search over HTTP at the largest size, each kind for itself."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from bench import load, people
from bench.figures import Figure, Goal, at_most, of_rounds
from bench.history import customer_id, phone_number
from bench.load import Load
from bench.plan import Plan
from bench.system import System, system
from bench.usage import per_operation, spent, usage
from bench.wire import Request, Story, request

GOAL = (at_most("p99", 100), at_most("errors", 0))
NEEDED = ("analytics", "gateway")
LISTED = "/v1/customers"


def kinds(size: int) -> Mapping[str, str]:
    """What is asked, by what it is called; a role of `sales` is named."""
    phone = phone_number(size // 3)
    return {
        "by id": f"{LISTED}/{customer_id(size // 2)}",
        "last touched": LISTED,
        "last touched, sales": LISTED,
        "by name": f"{LISTED}?sort=name",
        "of a pool": f"{LISTED}?pool=public",
        "of a stage nobody is at": f"{LISTED}?stage=won",
        "of an owner who has none": f"{LISTED}?owner=nobody",
        "not followed up": f"{LISTED}?contact_status=not_followed_up",
        "never contacted": f"{LISTED}?due=never",
        "search, a whole phone number": f"{LISTED}?q={phone}",
        "search, the end of a phone number": f"{LISTED}?q={phone[-6:]}",
        "search, a common character": f"{LISTED}?q=%E7%8E%8B",
        "search, a common character, sales": f"{LISTED}?q=%E7%8E%8B",
        "search, two common words": f"{LISTED}?q=%E7%8E%8B%20%E4%B8%8A%E6%B5%B7",
        "search, nothing is found": f"{LISTED}?q=zzzz",
    }


def figures(plan: Plan, folder: Path, largest: str, size: int) -> list[Figure]:
    with system(folder, NEEDED, keep=True) as running:
        return [
            one(plan, running, f"{name}, {largest}", path) for name, path in kinds(size).items()
        ]


def one(plan: Plan, running: System, what: str, path: str) -> Figure:
    token = people.token("sales" if "sales" in what else "manager")
    return answered(plan, running, what, path, token, GOAL)


def answered(
    plan: Plan, running: System, what: str, path: str, token: str, goals: Sequence[Goal]
) -> Figure:
    """One request after another, of one client: what one person waits for."""
    before = usage(running.pids())
    seconds = plan.size(whole=2.0, quick=1.0)
    loads = plan.repeat(what, partial(asked, running.url, path, token, seconds))
    used = spent(before, usage(running.pids()))
    count = sum(len(each.round.latencies) for each in loads)
    notes = [per_operation(used, count)]
    notes += [loads[-1].note()] if any(each.refused for each in loads) else []
    return of_rounds(what, [each.round for each in loads], goals, notes)


def asked(url: str, path: str, token: str, seconds: float) -> Load:
    return load.run(url, [until(monotonic() + seconds, request("GET", path, token))])


def until(end: float, asked: Request) -> Story:
    """The same again and again, at least once."""
    yield asked
    while monotonic() < end:
        yield asked
