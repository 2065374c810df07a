"""A rolling restart: three instances of a service, one after the other, under load."""

import signal
from random import Random

from tests.chaos.faults.fault import Fault, Heal, nothing
from tests.chaos.stack import Stack
from tests.chaos.until import until

BACK = 30.0


def roll(stack: Stack, chance: Random) -> Heal:
    """Each is asked to stop, and is ready again before the next one is asked."""
    for name in stack.named("customer"):
        before = stack.pid(name)
        before.send_group(signal.SIGTERM)
        until(lambda before=before: not before.alive(), BACK, f"{name} does not stop")
        until(lambda name=name: stack.ready(name), BACK, f"{name} does not come back")
    return nothing


FAULTS = (Fault("rolling-restart", roll, short=False),)
