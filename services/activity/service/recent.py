"""Folded streams that everybody asks for and hardly anybody changes: looked at once a second."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from kernel.aggregate import Aggregate
from kernel.states import States

SECONDS = 1.0  # for which what another process has changed may still be believed
SIZE = 10_000

Wanted = tuple[Aggregate[Any, Any], str]


class Recent:
    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Any]] = OrderedDict()

    def states(self, states: States, wanted: Sequence[Wanted], fresh: bool = False) -> list[Any]:
        """In the order asked for; those that are not known, or no longer, with one question."""
        since = self._clock() if fresh else self._clock() - SECONDS
        old = [one for one in wanted if self._at(one) <= since]
        if old:
            self._keep(old, [loaded.state for loaded in states.load_many(old)])
        return [self._known[aggregate.stream(id)][1] for aggregate, id in wanted]

    def _at(self, one: Wanted) -> float:
        aggregate, id = one
        at, _ = self._known.get(aggregate.stream(id), (float("-inf"), None))
        return at

    def _keep(self, wanted: Sequence[Wanted], found: Sequence[Any]) -> None:
        at = self._clock()
        for (aggregate, id), state in zip(wanted, found, strict=True):
            stream = aggregate.stream(id)
            self._known[stream] = at, state
            self._known.move_to_end(stream)
        while len(self._known) > max(SIZE, len(wanted)):
            self._known.popitem(last=False)
