"""Returning to the pool at the due moment: how far from it each return is recorded."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.figures import Figure, Round, at_most, of_rounds
from bench.history import customer_id, entry
from bench.plan import Plan, say
from bench.seed import fill, meta
from bench.system import servers, system
from kernel.database import connect, service_database
from kernel.log import Draft, Entry
from kernel.mongo import MongoLog
from services.customer import events as customer
from services.customer.events import PoolRule, Return

DAYS = 10
EACH = timedelta(seconds=0.1)  # one falls due after the other
LEAD = timedelta(seconds=30)  # in which everything starts and hears of them
PATIENCE = 60.0  # seconds after the last moment
LATEST = 5_000  # ms


def figures(plan: Plan) -> list[Figure]:
    many = plan.size(whole=600, quick=200)
    folder = plan.folder / "returns"
    with servers(folder), connect() as client:
        log = opened(client)
        first = datetime.now(UTC) + LEAD
        say(f"returns, {many} customers that fall due from {first:%H:%M:%S} on")
        fill(log.collection, held(range(many), first - timedelta(days=DAYS)))
    with system(folder, keep=True), connect() as client:
        ready = datetime.now(UTC)
        off = recorded(opened(client), many, ready)
    if not off:
        raise RuntimeError("all had fallen due before the system was ready")
    what = f"return to the pool, beside its moment, {len(off)} customers"
    early = sum(one < 0 for one in off)
    late = Round((EACH * len(off)).total_seconds(), [abs(one) for one in off], early)
    notes = [f"the farthest of them {max(map(abs, off)):.2f} s, {early} too early"]
    return [of_rounds(what, [late], [at_most("p99", LATEST), at_most("errors", 0)], notes)]


def opened(client: Any) -> MongoLog:
    log = MongoLog(service_database(client, "customer"), "customer")
    log.create_indexes()
    return log


def held(numbers: range, first: datetime) -> Iterator[Draft]:
    """Each with somebody who has nothing else; and the rule by which they return."""
    rule = PoolRule("silent", returns=(Return("silence", DAYS),))
    told = customer.PoolRulesSet("public", 1, None, (rule,), "bench", first)
    yield draft("rules", first, entry("pool/public", 1, told))
    for number in numbers:
        id, owner, at = customer_id(number), f"seller-{number}", first + EACH * number
        known = customer.CustomerRegistered(
            name="测试客户 Bench", customer_id=id, owner=owner, pool=None, by=owner, at=at
        )
        taken = customer.HoldingTaken(owner, id, None, at)
        both = entry(f"customer/{id}", 1, known), entry(f"portfolio/{owner}", 1, taken)
        yield draft(f"held{number}", at, *both)


def draft(command_id: str, at: datetime, *entries: Entry) -> Draft:
    return Draft(entries, at, meta(command_id, "bench", command_id, 1))


def recorded(log: MongoLog, many: int, ready: datetime) -> list[float]:
    """Of those that fell due when everything was there: seconds, less than 0 for too early."""
    until = time.monotonic() + (LEAD + EACH * many).total_seconds() + PATIENCE
    while len(found := list(fallen(log))) < many:
        if time.monotonic() > until:
            raise RuntimeError(f"only {len(found)} of {many} have returned")
        time.sleep(1)
    return [(at - due_at).total_seconds() for at, due_at in found if due_at > ready]


def fallen(log: MongoLog) -> Iterator[tuple[datetime, datetime]]:
    """When it was recorded, and when it was due."""
    wanted = {"events.type": "CustomerRecycled"}
    for document in log.collection.find(wanted).sort("_id"):
        for event in document["events"]:
            if event["type"] == "CustomerRecycled":
                due_at = datetime.fromisoformat(event["data"]["due_at"])
                yield document["at"].replace(tzinfo=UTC), due_at
