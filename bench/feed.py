"""The feed over HTTP: how fast one subscriber reads a history, page by page, and what it costs."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from urllib.parse import urlencode

from bench import load, people, profiles
from bench.building import build, local
from bench.figures import Figure, at_least, at_most
from bench.history import with_claims
from bench.load import Load
from bench.plan import Plan, say
from bench.seed import fill
from bench.system import System, servers, system
from bench.usage import per_operation, spent, usage
from bench.wire import Answer, Story, request
from kernel.database import connect, service_database
from kernel.live import FIRST, checkpoint_id
from kernel.mongo import MongoLog
from kernel.settings import setting
from services.customer.heard import HEARD
from services.customer.reactions import REACTIONS

PAGE = 1_000
NEEDED = ("customer", "gateway")
GOALS = (at_least("rate", 10_000), at_most("errors", 0))
ASKED: Mapping[str, tuple[dict[str, str], bool]] = {  # what is asked, and whether it has a goal
    "feed over HTTP, one subscriber": ({}, True),
    "feed over HTTP, pinned to a version": ({"pin": "CustomerRegistered@1"}, False),
    "feed over HTTP, one type": ({"types": "CustomerClaimed"}, False),
}


def figures(plan: Plan) -> list[Figure]:
    folder = plan.folder / "feed"
    with servers(folder):
        head = written(plan.size(whole=40_000, quick=5_000))
    with system(folder, NEEDED, keep=True) as running:
        read(running, {}, head)  # what is done for the first time is slower
        found = [
            row(plan, running, what, asked, has_goal, head)
            for what, (asked, has_goal) in ASKED.items()
        ]
        profiles.keep(plan, profiles.busy(running), "feed", partial(read, running, {}, head))
    return found


def written(customers: int) -> int:
    """A log of which the service's own followers have seen all; answers where it ends."""
    say(f"feed, {customers:,} customers are written")
    with connect() as client:
        database = service_database(client, "customer")
        log = MongoLog(database, "customer")
        log.create_indexes()
        secret = setting("GUANXI_IDENTITY_KEY").encode()
        head = fill(log.collection, with_claims(range(customers), secret))
        none = dict.fromkeys(HEARD.sources, 0)
        build(HEARD, local(client, {"customer": log}), none | {"customer": head})
        database["checkpoints"].insert_one({
            "_id": checkpoint_id(REACTIONS.name, FIRST), "rev": 1,
            "positions": dict.fromkeys(REACTIONS.sources, 0) | {"customer": head},
        })  # fmt: skip
        client.admin.command("fsync")
    return head


def row(
    plan: Plan, running: System, what: str, asked: Mapping[str, str], has_goal: bool, head: int
) -> Figure:
    before = usage(running.pids())
    loads = plan.repeat(what, partial(read, running, asked, head))
    used = spent(before, usage(running.pids()))
    notes = [per_operation(used, head * len(loads) // 1_000) + " (of 1,000 events)"]
    values: dict[str, Sequence[float]] = {
        "rate": [head / each.round.seconds for each in loads],
        "p50": [each.round.percentile(0.5) for each in loads],  # of a page
        "p99": [each.round.percentile(0.99) for each in loads],
        "errors": [each.round.errors for each in loads],
    }
    return Figure(what, values, GOALS if has_goal else (), [*notes, loads[-1].note()])


def read(running: System, asked: Mapping[str, str], head: int) -> Load:
    """All of it once; whoever gets another end has missed something."""
    return load.run(running.url, [reading(asked, head)])


def reading(asked: Mapping[str, str], head: int) -> Story:
    mine, after = people.token("manager"), 0
    while after < head:
        query = urlencode({"source": "customer", "after": after, "limit": PAGE, **asked})
        answer: Answer = yield request("GET", f"/v1/events?{query}", mine)
        if not answer.good:
            return
        page = answer.json()
        positions = [after] + [event["position"] for event in page["events"]]
        if "types" not in asked and any(b != a + 1 for a, b in pairwise(positions)):
            raise RuntimeError(f"the feed has left something out after {after}")
        after = page["next"]
