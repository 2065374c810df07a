"""Waiting for a read model that may be a moment behind, before it is believed when it says no."""

from collections.abc import Callable
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import TypeVar

from kernel.refusal import Unavailable

T = TypeVar("T")
LONGEST = 1.0
FIRST_PAUSE = 0.02
SOON = 0.14  # by then news has come, as a rule: before, being sure costs more than it saves
PLACES = 64  # of 96 workers: those who read what they wrote wait for milliseconds, but all at once

waiting_room = BoundedSemaphore(PLACES)  # of this process


def patiently(
    ask: Callable[[], T],
    content: Callable[[T], bool],
    longest: float = LONGEST,
    wait: Callable[[float], None] = sleep,
    places: BoundedSemaphore = waiting_room,
    clock: Callable[[], float] = monotonic,
    sure: Callable[[float], bool | None] = lambda seconds: None,
    soon: float = SOON,
) -> T:
    """The first answer that we are content with, or the last one when time is up.

    `wait` may come back early, when there is reason to ask again. `sure` makes the next answer the
    last word: true when it is, None when there is no way to be, and waiting has to do.
    To wait costs a worker: who finds no place is told to come back (Unavailable), since a no that
    nobody has waited for may be wrong.
    """
    answer = ask()
    if content(answer):
        return answer
    if not places.acquire(blocking=False):
        raise Unavailable("not-yet", "what you name may have just begun", retry_after=1)
    try:
        return better(answer, ask, content, wait, clock, longest, sure, soon)
    finally:
        places.release()


def better(
    answer: T,
    ask: Callable[[], T],
    content: Callable[[T], bool],
    wait: Callable[[float], None],
    clock: Callable[[], float],
    longest: float,
    sure: Callable[[float], bool | None],
    soon: float,
) -> T:
    began, pause, certain = clock(), FIRST_PAUSE, None
    while not content(answer) and certain is None and (left := began + longest - clock()) > 0:
        if clock() - began >= soon:
            certain = sure(left)
        if certain is None:
            wait(min(pause, left))
        pause *= 2
        answer = ask()
    if certain is False and not content(answer):
        raise Unavailable("not-yet", "what you name may have just begun", retry_after=1)
    return answer
