"""Waiting for a read model that may be a moment behind, before it is believed when it says no."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LONGEST = 1.0
FIRST_PAUSE = 0.02


def patiently(
    ask: Callable[[], T],
    content: Callable[[T], bool],
    longest: float = LONGEST,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """The first answer that we are content with, or the last one when time is up."""
    answer, pause, waited = ask(), FIRST_PAUSE, 0.0
    while not content(answer) and waited < longest:
        sleep(pause)
        waited += pause
        pause = min(pause * 2, longest - waited)
        answer = ask()
    return answer
