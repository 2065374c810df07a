"""A set of three nodes whose primary dies, or stands still while another one is elected."""

import signal
from random import Random
from typing import Any

from pymongo import MongoClient

from tests.chaos.faults.fault import Fault, Heal, nothing
from tests.chaos.shapes import NODES, REPLICAS
from tests.chaos.stack import Stack
from tests.chaos.until import until


def primary(stack: Stack) -> str:
    """The name of the process that is primary now."""
    found: str = until(lambda: next(filter(leads(stack), NODES), None), 20, "there is no primary")
    return found


def leads(stack: Stack) -> Any:
    def look(name: str) -> bool:
        pid = stack.pids().get(name)
        return bool(pid) and is_primary(stack.addresses[name])

    return look


def is_primary(address: str) -> bool:
    from pymongo.errors import PyMongoError

    try:
        with MongoClient[Any](
            address, directConnection=True, serverSelectionTimeoutMS=1000, socketTimeoutMS=1000
        ) as client:
            return bool(client.admin.command("hello").get("isWritablePrimary"))
    except PyMongoError:
        return False


def kill(stack: Stack, chance: Random) -> Heal:
    stack.kill(primary(stack))
    return nothing


def pause(stack: Stack, chance: Random) -> Heal:
    """Long enough for an election: it wakes up in a set that has another primary."""
    pid = stack.pid(primary(stack))
    pid.send_group(signal.SIGSTOP)
    return lambda: pid.send_group(signal.SIGCONT)


FAULTS = (
    Fault("kill-primary", kill, shape=REPLICAS, short=False),
    Fault("pause-primary", pause, (2.5, 6.0), REPLICAS, False),
)
