"""A broker and a database that are restarted, hang, or come back with nothing on their disk."""

import shutil
import signal
import time
from random import Random

from tests.chaos.faults.fault import Begin, Fault, Heal, nothing
from tests.chaos.faults.processes import pause
from tests.chaos.stack import Stack
from tests.chaos.until import until

BACK = 60.0  # seconds; a broker that reads its disk takes some


def restart(name: str) -> Begin:
    """Asked to stop, as an operator does it; healed as soon as it answers again."""

    def begin(stack: Stack, chance: Random) -> Heal:
        before = stack.pid(name)
        before.send_group(signal.SIGTERM)

        def heal() -> None:
            until(lambda: not before.alive(), BACK, f"{name} does not stop")
            until(lambda: stack.ready(name), BACK, f"{name} does not come back")

        return heal

    return begin


def wipe(stack: Stack, chance: Random) -> Heal:
    """Killed, and its disk emptied: exchanges, queues and messages are gone."""
    with stack.held("broker"):
        data = stack.place.folder / "broker" / "data"
        shutil.rmtree(data)
        data.mkdir(mode=0o700)
    return lambda: until(lambda: stack.ready("broker"), BACK, "the broker does not come back")


def absent(name: str) -> Begin:
    """Killed, and away for some seconds."""

    def begin(stack: Stack, chance: Random) -> Heal:
        with stack.held(name):
            time.sleep(chance.uniform(1.0, 4.0))
        return nothing

    return begin


FAULTS = (
    Fault("restart-broker", restart("broker")),
    Fault("hang-broker", pause("broker"), (6.0, 9.0), short=False),
    Fault("wipe-broker", wipe, wipes=True),
    Fault("restart-mongod", restart("mongo")),
    Fault("absent-mongod", absent("mongo"), short=False),
)
