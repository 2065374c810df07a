"""A service that misbehaves in every way a method can, for the tests of the chassis."""

import os
from time import sleep
from typing import Any

from pymongo.errors import AutoReconnect, ServerSelectionTimeoutError

from kernel.nameko import caller, remote, rpc
from kernel.refusal import REFUSALS, Refusal

NAME = os.environ["CHASSIS_NAME"]
COUNTS: dict[str, int] = {}


class Chassis:
    name = NAME

    caller = caller()
    itself = remote(NAME)

    @rpc
    def echo(self, value: Any, other: Any = None) -> Any:
        return value

    @rpc
    def context(self) -> dict[str, str]:
        return self.caller.to_json()

    @rpc
    def context_of_a_nested_call(self) -> Any:
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
    def answer_with_what_is_no_json(self) -> Any:
        return object()
