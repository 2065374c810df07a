"""Harm on the way between the processes and the broker or the database, for all or for some."""

from random import Random

from tests.chaos.faults.fault import Begin, Fault, Heal
from tests.chaos.stack import Stack

KINDS = ("latency", "blackhole", "reset", "half-open", "deaf", "cut", "drip")
LINES = {"broker": "broker", "mongod": "mongo"}
PROCESSES = (
    "customer", "pipeline", "activity", "analytics", "gateway", "lists", "reports",
    "relay-customer", "relay-pipeline", "relay-activity", "relay-gateway",
)  # fmt: skip
AMOUNTS = {"latency": (0.02, 0.15), "cut": (1.0, 6000.0)}
EVERYBODY = 0.4  # how often all are concerned; otherwise some


def harm(line: str, kind: str) -> Begin:
    def begin(stack: Stack, chance: Random) -> Heal:
        amount = chance.uniform(*AMOUNTS.get(kind, (0.0, 0.0)))
        owners: list[str] = []
        if chance.random() > EVERYBODY:
            owners = stack.named(*chance.sample(PROCESSES, chance.randint(1, 4)))
        stack.links.harm(line, kind, amount, owners)
        return lambda: stack.links.heal(line)

    return begin


FAULTS = tuple(
    Fault(f"{kind}-{name}", harm(line, kind), (1.0, 4.0), short=kind != "drip")
    for name, line in LINES.items()
    for kind in KINDS
)
