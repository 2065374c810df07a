"""Clocks that disagree by minutes: some processes are started anew with another time of day."""

import signal
from pathlib import Path
from random import Random

from tests.chaos.faults.fault import Fault, Heal
from tests.chaos.faults.network import PROCESSES
from tests.chaos.stack import Stack
from tests.chaos.until import until

LIBRARY = "faketime/libfaketimeMT.so.1"
LARGEST = 600  # seconds, either way
BACK = 30.0


def library() -> Path | None:
    """Where the distribution has put libfaketime, if it is installed."""
    return next(iter(Path("/usr/lib").glob(f"*/{LIBRARY}")), None)


def missing() -> str:
    return "" if library() else "libfaketime is not installed"


def skew(stack: Stack, chance: Random) -> Heal:
    """Some run ahead and some behind; the monotonic clock stays what it is."""
    names = stack.named(*chance.sample(PROCESSES, 4))
    for name in names:
        seconds = chance.choice((-1, 1)) * chance.randint(LARGEST // 2, LARGEST)
        stack.launch_file(name, "env").write_text(
            f"export LD_PRELOAD={library()} FAKETIME={seconds:+d}s DONT_FAKE_MONOTONIC=1\n"
        )
    restart(stack, names)

    def heal() -> None:
        for name in names:
            stack.launch_file(name, "env").unlink()
        restart(stack, names)

    return heal


def restart(stack: Stack, names: list[str]) -> None:
    before = {name: stack.pid(name) for name in names}
    for pid in before.values():
        pid.send_group(signal.SIGTERM)
    for name, pid in before.items():
        until(lambda pid=pid: not pid.alive(), BACK, f"{name} does not stop")
        until(lambda name=name: stack.ready(name), BACK, f"{name} does not come back")


FAULTS = (Fault("clock-skew", skew, (1.0, 2.0), short=False, skews=True, needs=missing),)
