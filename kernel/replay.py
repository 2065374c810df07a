"""What an operator does with a parked stream once the defect is mended, or given up."""

from collections.abc import Callable
from typing import Protocol

from kernel.lease import Fenced

ATTEMPTS = 50  # the live worker writes too, and one of the two is fenced each time


class Stoppable(Protocol):
    """An Engine or a Reacting."""

    def replay(self, source: str, stream: str) -> int: ...
    def drop(self, source: str, stream: str) -> int: ...


def replay(sink: Stoppable, source: str, stream: str) -> int:
    """Process a stream's events in order as far as it goes; answers how many went."""
    return patiently(lambda: sink.replay(source, stream))


def drop(sink: Stoppable, source: str, stream: str) -> int:
    """Give up the first event of a stream; the others wait for a replay. 0: there was none."""
    return patiently(lambda: sink.drop(source, stream))


def patiently(act: Callable[[], int]) -> int:
    for _ in range(ATTEMPTS - 1):
        try:
            return act()
        except Fenced:
            continue
    return act()
