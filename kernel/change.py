"""A change: one decision on one stream, made but not yet decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Concatenate, Generic, ParamSpec

from kernel.aggregate import Aggregate, Event, State
from kernel.refusal import NotFound, Refusal, Rejected, Stale
from kernel.states import Loaded

Args = ParamSpec("Args")


@dataclass(frozen=True)
class Change(Generic[State, Event]):
    """One decision on one stream; several of them make a commit."""

    aggregate: Aggregate[State, Event]
    id: str
    decide: Callable[[State], Sequence[Event]]
    expected: int | None = None
    unread: Callable[[State], int] = lambda state: 0  # of its last events: nobody did them
    creates: bool = False

    @property
    def stream(self) -> str:
        return self.aggregate.stream(self.id)

    @property
    def may_be_new(self) -> bool:
        return self.creates or self.aggregate.implicit


def change(
    aggregate: Aggregate[State, Event],
    id: str,
    decide: Callable[Concatenate[State, Args], Sequence[Event]],
    *args: Args.args,
    **kwargs: Args.kwargs,
) -> Change[State, Event]:
    """Decide on what is there. NotFound when nothing is, unless the aggregate is implicit."""
    return Change(aggregate, id, lambda state: decide(state, *args, **kwargs))


def create(
    aggregate: Aggregate[State, Event],
    id: str,
    decide: Callable[Concatenate[State, Args], Sequence[Event]],
    *args: Args.args,
    **kwargs: Args.kwargs,
) -> Change[State, Event]:
    """Decide on the initial state. Rejected `already-exists` when the stream has begun."""
    return replace(change(aggregate, id, decide, *args, **kwargs), creates=True)


def expecting(
    version: int | None,
    made: Change[State, Event],
    unread: Callable[[State], int] = lambda state: 0,
) -> Change[State, Event]:
    """The same change, Stale unless its stream is at this version; None asks for nothing.

    `unread` tells how many of the last events changed nothing that anybody reads before writing:
    who has not read those is not too late.
    """
    return replace(made, expected=version, unread=unread)


def decide_all(
    changes: Sequence[Change[Any, Any]], loaded: Sequence[Loaded]
) -> tuple[list[Sequence[Any]], Refusal | None]:
    """What each change decides, before any of it is written; or the first refusal.

    Once the first says that it was so already, nobody else is asked: a claim of one's own
    customer is not refused for a portfolio that is full.
    """
    decided: list[Sequence[Any]] = []
    try:
        for made, at in zip(changes, loaded, strict=True):
            decided.append(list(decide(made, at)))
            if not decided[0]:
                break
    except Refusal as refusal:
        return [[]], refusal
    return decided, None


def decide(made: Change[Any, Any], at: Loaded) -> Sequence[Any]:
    if made.creates and at.version:
        raise Rejected("already-exists", id=made.id)
    if not made.creates and not at.version and not made.aggregate.implicit:
        raise NotFound(what=made.aggregate.name, id=made.id)
    if made.expected is not None and not (
        at.version - made.unread(at.state) <= made.expected <= at.version
    ):
        raise Stale("stale", "somebody has changed it since you read it", version=at.version)
    return made.decide(at.state)
