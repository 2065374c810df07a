"""An aggregate is a name, an initial state, and a fold over its events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, TypeVar

State = TypeVar("State")
Event = TypeVar("Event")


@dataclass(frozen=True)
class Aggregate(Generic[State, Event]):
    name: str  # first part of its streams: "customer" names "customer/42"
    initial: State
    evolve: Callable[[State, Event], State]  # must not fail: what happened, happened
    events: Any  # the union of its event classes
    implicit: bool = False  # exists without a first event, as a person's portfolio does

    def fold(self, events: Iterable[Event]) -> State:
        return reduce(self.evolve, events, self.initial)

    def stream(self, id: str) -> str:
        return f"{self.name}/{id}"
