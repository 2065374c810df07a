"""Holders of a lease that stand still until it has run out, and wake up beside their successor."""

import re
import signal
from random import Random

from tests.chaos.faults.fault import Begin, Fault, Heal
from tests.chaos.stack import Stack
from tests.chaos.until import until

PID = re.compile(r"[:/](\d+)[:/]")
TAKEN_WITHIN = 30.0


def outlive(service: str, lease: str, kind: str) -> Begin:
    """The holder is stopped; healed, that is woken up, once another one has taken over."""

    def begin(stack: Stack, chance: Random) -> Heal:
        leases = stack.database(service)["leases"]
        holder = leases.find_one({"_id": lease})["holder"]
        [number] = PID.findall(holder)
        [(name, pid)] = [
            (name, pid) for name, pid in stack.pids().items() if pid.pid == int(number)
        ]
        if name not in stack.named(kind):
            raise RuntimeError(f"{lease} is held by {name}, which is no {kind}")
        pid.send_group(signal.SIGSTOP)

        def heal() -> None:
            try:
                until(
                    lambda: leases.find_one({"_id": lease})["holder"] != holder,
                    TAKEN_WITHIN,
                    f"nobody took {lease} over from {holder}",
                )
            finally:
                pid.send_group(signal.SIGCONT)

        return heal

    return begin


FAULTS = (
    Fault("two-relays", outlive("customer", "relay", "relay-customer"), (5.5, 7.0)),
    Fault("slow-consumer", outlive("analytics", "subscription/analytics.lists", "lists"),
          (6.5, 8.0), short=False),
)  # fmt: skip
