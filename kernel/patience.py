"""Waiting for a read model that may be a moment behind, before it is believed when it says no."""

from collections.abc import Callable
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import TypeVar

from kernel.refusal import Unavailable

T = TypeVar("T")
LONGEST = 1.0
FIRST_PAUSE = 0.02
PLACES = 64  # of 96 workers: those who read what they wrote wait for milliseconds, but all at once

waiting_room = BoundedSemaphore(PLACES)  # of this process


def patiently(
    ask: Callable[[], T],
    content: Callable[[T], bool],
    longest: float = LONGEST,
    wait: Callable[[float], None] = sleep,
    places: BoundedSemaphore = waiting_room,
    clock: Callable[[], float] = monotonic,
) -> T:
    """The first answer that we are content with, or the last one when time is up.

    `wait` may come back early, when there is reason to ask again.
    To wait costs a worker: who finds no place is told to come back (Unavailable), since a no that
    nobody has waited for may be wrong.
    """
    answer = ask()
    if content(answer):
        return answer
    if not places.acquire(blocking=False):
        raise Unavailable("not-yet", "what you name may have just begun", retry_after=1)
    try:
        return better(answer, ask, content, wait, clock, clock() + longest)
    finally:
        places.release()


def better(
    answer: T,
    ask: Callable[[], T],
    content: Callable[[T], bool],
    wait: Callable[[float], None],
    clock: Callable[[], float],
    until: float,
) -> T:
    pause = FIRST_PAUSE
    while not content(answer) and (left := until - clock()) > 0:
        wait(min(pause, left))
        pause *= 2
        answer = ask()
    return answer
