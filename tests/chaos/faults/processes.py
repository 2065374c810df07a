"""Processes that die (kill -9), and processes that stand still and then go on as if nothing was."""

import signal
import time
from random import Random

from tests.chaos.faults.fault import Begin, Fault, Heal, nothing
from tests.chaos.stack import Stack

KINDS = {
    "services": ("customer", "pipeline", "activity", "analytics"),
    "relays": ("relay-customer", "relay-pipeline", "relay-activity", "relay-gateway"),
    "projectors": ("lists", "reports"),
    "gateway": ("gateway",),
    "webhooks": ("webhooks",),
    "mongod": ("mongo",),
    "broker": ("broker",),
}
SPREAD = 2.0  # seconds over which the processes of one kind are killed


def kill(*kinds: str) -> Begin:
    """One of each, at a moment of its own; where there are several, any one of them."""

    def begin(stack: Stack, chance: Random) -> Heal:
        names = [chance.choice(stack.named(kind)) for kind in kinds]
        chance.shuffle(names)
        for name in names:
            time.sleep(chance.uniform(0, SPREAD / len(names)) if len(names) > 1 else 0)
            stack.kill(name)
        return nothing

    return begin


def pause(*kinds: str) -> Begin:
    """All of a kind stand still at once, with their connections open."""

    def begin(stack: Stack, chance: Random) -> Heal:
        stopped = {name: stack.pid(name) for name in stack.named(*kinds)}
        for pid in stopped.values():
            pid.send_group(signal.SIGSTOP)

        def heal() -> None:
            for pid in stopped.values():
                pid.send_group(signal.SIGCONT)

        return heal

    return begin


FAULTS = (
    *(Fault(f"kill-{name}", kill(*kinds)) for name, kinds in KINDS.items()),
    *(Fault(f"pause-{name}", pause(*kinds), (0.5, 3.0)) for name, kinds in KINDS.items()),
)
