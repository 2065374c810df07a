"""A service that misbehaves in every way a method can, for the tests of the chassis."""

import os
from time import monotonic, sleep
from typing import Any

from nameko.extensions import DependencyProvider
from pymongo.errors import AutoReconnect, ServerSelectionTimeoutError
from structlog.contextvars import get_contextvars

from kernel.codec import UnknownEvent
from kernel.nameko import caller, remote, rpc
from kernel.refusal import REFUSALS, Indeterminate, Refusal

NAME = os.environ["CHASSIS_NAME"]
COUNTS: dict[str, int] = {}


class Deadline(DependencyProvider):
    def get_dependency(self, worker_ctx: Any) -> float:
        deadline: float = worker_ctx.data["deadline"]
        return deadline


class ContainerItself(DependencyProvider):
    def get_dependency(self, worker_ctx: Any) -> Any:
        return self.container


def die() -> None:
    raise RuntimeError("on purpose")


class Chassis:
    name = NAME

    caller = caller()
    itself = remote(NAME)
    deadline = Deadline()
    container = ContainerItself()

    @rpc
    def echo(self, value: Any, other: Any = None) -> Any:
        return value

    @rpc
    def context(self) -> dict[str, str]:
        return self.caller.to_json()

    @rpc
    def context_after_a_nap(self, seconds: float) -> dict[str, Any]:
        sleep(seconds)
        return {"caller": self.caller.actor, "logged": get_contextvars()["actor"]}

    @rpc
    def context_of_a_nested_call(self) -> Any:
        return self.itself.context()

    @rpc
    def context_of_a_nested_call_after_a_nap(self, seconds: float) -> Any:
        sleep(seconds)
        return self.itself.context()

    @rpc
    def count(self, name: str) -> int:
        COUNTS[name] = COUNTS.get(name, 0) + 1
        return COUNTS[name]

    @rpc
    def counted(self, name: str) -> int:
        return COUNTS.get(name, 0)

    @rpc
    def nap(self, seconds: float, then: Any = None) -> Any:
        sleep(seconds)
        return then

    @rpc
    def nap_elsewhere(self, seconds: float, noted: str) -> Any:
        try:
            return self.itself.nap(seconds=seconds)
        except Indeterminate:
            return self.count(noted)

    @rpc
    def count_and_nap(self, name: str, seconds: float) -> None:
        self.count(name)
        sleep(seconds)

    @rpc
    def compute(self, seconds: float) -> None:
        until = monotonic() + seconds
        while monotonic() < until:
            pass

    @rpc
    def pid_after(self, seconds: float) -> int:
        sleep(seconds)
        return os.getpid()

    @rpc
    def kill_the_container(self) -> None:
        self.container.spawn_managed_thread(die)

    @rpc
    def time_left(self) -> float:
        return self.deadline - monotonic()

    @rpc
    def refuse(self, kind: str) -> None:
        refusal: type[Refusal] = REFUSALS[kind]
        raise refusal("because", "of this", owner="ann", depth={"a": [1, None]})

    @rpc
    def crash(self, secret: str) -> None:
        raise RuntimeError(f"secret {secret}")

    @rpc
    def lose_database(self, unsent: bool) -> None:
        raise ServerSelectionTimeoutError("x") if unsent else AutoReconnect("x")

    @rpc
    def meet_a_newer_event(self) -> None:
        raise UnknownEvent("ThingFrozen.v1")

    @rpc
    def answer_with_what_is_no_json(self) -> Any:
        return object()
